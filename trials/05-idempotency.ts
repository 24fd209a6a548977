import { parseArgs } from 'node:util';
import { shownCounts } from '../packages/server/test/reached.ts';
import { isPassed, tryIdempotency } from './idempotency/trial.ts';
import { startTrialApp } from './trial-app.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 5: 1,000 idempotency keys, each sent 5 times at once and once with another body.
 *   node trials/05-idempotency.ts [--keys 1000]
 * Ends with code 0 when there are as many effects as keys, all replies of a key
 * are the same to the byte, and every changed body is refused.
 */
const { values: flags } = parseArgs({ options: { keys: { type: 'string', default: '1000' } } });
const keys = Number(flags.keys);

process.exitCode = await withTrialDatabase('05', async (database) => {
  const trial = await startTrialApp(database);
  try {
    const startedAt = performance.now();
    const result = await tryIdempotency(trial, keys);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(
      `${result.requests} requests with ${keys} keys in ${seconds} s: ${result.effects} effects, ` +
        `${result.different} keys with different replies, ${result.failed} failed, ` +
        `${result.changedRefused} of ${result.changedBodies} changed bodies refused; ` +
        `answers ${shownCounts(result.statuses)}\n`,
    );
    return isPassed(result, keys) ? 0 : 1;
  } finally {
    await trial.close();
  }
});
