import { shownCounts } from '../packages/server/test/reached.ts';
import { tryDatabaseRestart } from './database-outage/restart-trial.ts';

/*
 * Trial 3, the database restarts and its connections are cut under load.
 *   node trials/03-database-restart.ts [rounds]
 * Ends with code 0 when no answer was wrong, nothing acknowledged was lost,
 * requests were told to come again for at most 10 s each time, and a change was
 * acknowledged again within 20 s.
 */
const rounds = Number(process.argv[2] ?? 4);
const result = await tryDatabaseRestart({ readers: 8, writers: 4 }, rounds);
const most = Math.max(...result.faults.map(({ unavailableSeconds }) => unavailableSeconds));
process.stdout.write(
  [
    `${result.asked} requests, ${result.acknowledged} changes acknowledged, ${result.lost.length} of them lost, ` +
      `${result.wrong.length} wrong answers; answers beside health: ${shownCounts(result.statuses)}`,
    ...result.faults.map(
      (fault) =>
        `${fault.name}${fault.isDone ? '' : ' (NOT DONE)'}: ${fault.unavailableSeconds.toFixed(2)} s of 503, ` +
        `a change acknowledged again after ${fault.recoveredSeconds.toFixed(2)} s`,
    ),
    `longest time of 503: ${most.toFixed(2)} s (limit 10 s)`,
    ...[...new Set(result.wrong)].slice(0, 10).map((what) => `WRONG ${what}`),
    '',
  ].join('\n'),
);
const isPassed =
  result.lost.length === 0 &&
  result.wrong.length === 0 &&
  result.acknowledged >= 15 * result.faults.length &&
  result.faults.every(({ isDone, recoveredSeconds }) => isDone && recoveredSeconds < 20) &&
  most <= 10;
process.exitCode = isPassed ? 0 : 1;
