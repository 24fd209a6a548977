import { shownCounts } from '../packages/server/test/reached.ts';
import { isPassed, tryRefreshReuse } from './refresh-reuse/trial.ts';
import { startTrialApp } from './trial-app.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 21: refresh tokens that come again.
 *   node trials/21-refresh-reuse.ts
 * Ends with code 0 when each burst of 50 copies has one winner whose session
 * lives on, and each used token that comes later ends its session within a
 * second, which stands in the trail.
 */
process.exitCode = await withTrialDatabase('21', async (database) => {
  const trial = await startTrialApp(database);
  try {
    const figures = await tryRefreshReuse(trial, { families: 20, copies: 50, pauseMs: 5_500 });
    process.stdout.write(
      `${figures.families} bursts of 50 copies: winners ${[...new Set(figures.winners)].join(', ')}, ` +
        `${figures.doubles} told that another is under way, ${figures.endedByBurst} sessions ended by them; ` +
        `${2 * figures.families} reuses: ${figures.survivors} sessions lived on, slowest end ` +
        `${figures.slowestEndMs.toFixed(0)} ms, ${figures.audited} in the trail; ` +
        `refreshing was answered ${shownCounts(figures.statuses)}\n`,
    );
    return isPassed(figures) ? 0 : 1;
  } finally {
    await trial.close();
  }
});
