import { shownReach } from '../packages/server/test/reached.ts';
import { isPassed, tryEventLoop } from './event-loop/trial.ts';
import { startTrialApp } from './trial-app.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 18: deep JSON, many keys, prototypes, and texts that make careless
 * patterns try for ever, at every route, parameter and header.
 *   node trials/18-event-loop.ts
 * Ends with code 0 when the event loop was never held longer than 100 ms, no
 * reply was 5xx, no prototype was changed, and the code behind every route was
 * entered. What the machine made us wait for a processor does not count.
 */
process.exitCode = await withTrialDatabase('18', async (database) => {
  const trial = await startTrialApp(database);
  try {
    const result = await tryEventLoop(trial, { textLength: 200_000, routes: Number.POSITIVE_INFINITY });
    const uncovered = [...result.reached.unasked(), ...result.reached.unreached()];
    process.stdout.write(
      `${result.requests} requests, ${result.repeated} repeated; the event loop was held ${result.longestMs.toFixed(1)} ms at most ` +
        `(${result.longestBy}); ${result.serverErrors.length} replies of 5xx; prototype ` +
        `${result.isPolluted ? 'CHANGED' : 'untouched'}\n${shownReach(result.reached)}\n` +
        [...uncovered.map((route) => `NOT COVERED ${route}`), ...result.serverErrors.slice(0, 10), ''].join(
          '\n',
        ),
    );
    return isPassed(result) && uncovered.length === 0 ? 0 : 1;
  } finally {
    await trial.close();
  }
});
