import { tryDatabaseRestart } from './database-outage/restart-trial.ts';

/*
 * Trial 3, the database restarts and its connections are cut under load.
 *   node trials/03-database-restart.ts [rounds]
 * Ends with code 0 when no answer was wrong, nothing acknowledged was lost, and
 * requests were told to come again for at most 10 s each time.
 */
const rounds = Number(process.argv[2] ?? 4);
const result = await tryDatabaseRestart({ readers: 8, writers: 4 }, rounds);
const most = Math.max(...result.faults.map(({ unavailableSeconds }) => unavailableSeconds));
process.stdout.write(
  [
    `${result.asked} requests, ${result.acknowledged} changes acknowledged, ${result.lost.length} of them lost, ` +
      `${result.wrong.length} wrong answers`,
    ...result.faults.map(
      (fault) =>
        `${fault.name}: ${fault.unavailableSeconds.toFixed(2)} s of 503, ` +
        `a change acknowledged again after ${fault.recoveredSeconds.toFixed(2)} s`,
    ),
    `longest time of 503: ${most.toFixed(2)} s (limit 10 s)`,
    ...[...new Set(result.wrong)].slice(0, 10).map((what) => `WRONG ${what}`),
    '',
  ].join('\n'),
);
process.exitCode = result.lost.length === 0 && result.wrong.length === 0 && most <= 10 ? 0 : 1;
