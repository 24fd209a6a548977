/** Failures that cost nothing: people mistype. */
export const freeFailures = 5;
/** The same for an account, over all clients that are not known for it. */
export const freeFailuresOfAccount = 20;

const firstDelaySeconds = 30;
const longestDelaySeconds = 15 * 60;
/** After a pause this long, counting begins anew. */
export const forgottenAfterSeconds = 15 * 60;

/**
 * How long the next attempt has to wait after this many failures: nothing,
 * then half a minute, and twice as long each time, up to a quarter of an hour.
 */
export function delaySeconds(failures: number, free: number): number {
  if (failures < free) return 0;
  return Math.min(firstDelaySeconds * 2 ** (failures - free), longestDelaySeconds);
}
