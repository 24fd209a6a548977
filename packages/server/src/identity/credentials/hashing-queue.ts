import { availableParallelism } from 'node:os';
import { tooMany } from '../../platform/http/errors.ts';

/**
 * Passwords computed at the same time. Each needs 19 MiB and a thread of Node's
 * pool, so a flood of sign-ins waits here, where a place costs nothing, and
 * leaves threads to files and names.
 */
const atOnce = Math.max(1, Math.min(3, availableParallelism() - 1));
/** Beyond this, who comes is sent away: at 30 ms each the wait would be seconds. */
const mostWaiting = 200;

let running = 0;
const waiting: (() => void)[] = [];

/** @throws {AppError} 429 when too many wait already */
export async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting) {
      throw tooMany(
        'too_many_sign_ins',
        'Too many people sign in at this moment. Try again in a few seconds.',
        {
          retryAfterSeconds: 5,
        },
      );
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    // The place is handed on, so that who comes now does not overtake who waits.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
