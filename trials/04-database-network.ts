import { tryDatabaseNetwork } from './database-outage/network-trial.ts';

/*
 * Trial 4, a slow, refusing, resetting, silent and half-open network to the database.
 *   node trials/04-database-network.ts [seconds of each fault]
 * Ends with code 0 when no request took longer than 30 s, none was answered
 * wrongly, nothing acknowledged was lost, health told the truth, and Granary
 * was at work again by itself each time.
 */
const faultSeconds = Number(process.argv[2] ?? 7);
const result = await tryDatabaseNetwork({ readers: 20, writers: 4 }, faultSeconds * 1000);
const isHealthTrue = result.faults.every(({ healthWasTrue }) => healthWasTrue);
const longestRecovery = Math.max(...result.faults.map(({ recoveredSeconds }) => recoveredSeconds));
process.stdout.write(
  [
    `${result.asked} requests, ${result.acknowledged} changes acknowledged, ${result.lost.length} of them lost, ` +
      `${result.wrong.length} wrong answers`,
    ...result.faults.map(
      (fault) =>
        `${fault.name}: slowest request ${fault.slowestSeconds.toFixed(2)} s, at work again after ` +
        `${fault.recoveredSeconds.toFixed(2)} s, health ${fault.healthWasTrue ? 'told the truth' : 'LIED'}`,
    ),
    `slowest request of all: ${result.slowestSeconds.toFixed(2)} s (limit 30 s)`,
    ...[...new Set(result.wrong)].slice(0, 10).map((what) => `WRONG ${what}`),
    '',
  ].join('\n'),
);
const isPassed =
  result.lost.length === 0 &&
  result.wrong.length === 0 &&
  result.slowestSeconds <= 30 &&
  isHealthTrue &&
  longestRecovery < 30;
process.exitCode = isPassed ? 0 : 1;
