/** How attempts are slowed down. */
export interface Bounds {
  /** Attempts of one client that cost nothing: people mistype. */
  free: number;
  /** The same for an account, over all clients that are not known for it. */
  freeOfAccount: number;
  /** The first wait after them; each is twice as long as the one before, up to the longest. */
  firstDelaySeconds: number;
  longestDelaySeconds: number;
  /** After a pause this long, counting begins anew. */
  forgottenAfterSeconds: number;
}

const minute = 60;

/** Nothing, then half a minute, and twice as long each time, up to a quarter of an hour. */
export const signInBounds: Bounds = {
  free: 5,
  freeOfAccount: 20,
  firstDelaySeconds: 30,
  longestDelaySeconds: 15 * minute,
  forgottenAfterSeconds: 15 * minute,
};

/** How long the next attempt has to wait after this many. */
export function delaySeconds(
  attempts: number,
  free: number,
  bounds: Pick<Bounds, 'firstDelaySeconds' | 'longestDelaySeconds'>,
): number {
  if (attempts < free) return 0;
  return Math.min(bounds.firstDelaySeconds * 2 ** (attempts - free), bounds.longestDelaySeconds);
}
