/** The time of day. Passed in wherever time decides, so that tests can move it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** An instant this many seconds after `start`. */
export function secondsAfter(start: Date, seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000);
}
