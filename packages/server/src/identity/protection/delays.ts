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

/** The network a client is counted by: an IPv6 customer has a whole /64 to choose addresses from. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('%')[0]!.split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = address.includes('::')
    ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
    : [];
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':');
}
