import { shownCounts } from '../packages/server/test/reached.ts';
import { tryDatabaseNetwork } from './database-outage/network-trial.ts';

/*
 * Trial 4, a slow, refusing, resetting, silent and half-open network to the database.
 *   node trials/04-database-network.ts [seconds of each fault]
 * Ends with code 0 when no request took longer than 30 s, none was answered
 * wrongly, nothing acknowledged was lost, Granary was at work again by itself
 * each time with every connection of its pool, and health told the truth:
 * that the database is away and that it is back, each within 5 s.
 */
const faultSeconds = Number(process.argv[2] ?? 7);
const result = await tryDatabaseNetwork({ readers: 20, writers: 4 }, faultSeconds * 1000);
const isHealthTrue = result.faults.every(({ healthWasTrue }) => healthWasTrue);
const isPoolWhole = result.faults.every(
  ({ burst, stuckConnections }) => burst.answered === burst.asked && stuckConnections === 0,
);
const longestRecovery = Math.max(...result.faults.map(({ recoveredSeconds }) => recoveredSeconds));
const after = (seconds: number | undefined) => (seconds === undefined ? 'never' : `${seconds.toFixed(2)} s`);
process.stdout.write(
  [
    `${result.asked} requests, ${result.acknowledged} changes acknowledged, ${result.lost.length} of them lost, ` +
      `${result.wrong.length} wrong answers; answers beside health: ${shownCounts(result.statuses)}`,
    ...result.faults.flatMap(({ name, health, ...fault }) => [
      `${name}: slowest request ${fault.slowestSeconds.toFixed(2)} s, at work again after ` +
        `${fault.recoveredSeconds.toFixed(2)} s, ${fault.burst.answered} of ${fault.burst.asked} at once answered, ` +
        `${fault.stuckConnections} connections stuck`,
      `  health ${fault.healthWasTrue ? 'told the truth' : 'LIED'} ${health.asked} times: away after ` +
        `${after(health.toldAwayAfter)}, back after ${after(health.toldBackAfter)}, slowest ` +
        `${health.slowestSeconds.toFixed(2)} s`,
      ...health.lies.slice(0, 5).map((lie) => `  ${lie}`),
    ]),
    `slowest request of all: ${result.slowestSeconds.toFixed(2)} s (limit 30 s)`,
    ...[...new Set(result.wrong)].slice(0, 10).map((what) => `WRONG ${what}`),
    '',
  ].join('\n'),
);
const isPassed =
  result.lost.length === 0 &&
  result.wrong.length === 0 &&
  result.acknowledged > 50 &&
  (result.statuses[200] ?? 0) > 500 &&
  result.slowestSeconds <= 30 &&
  isHealthTrue &&
  isPoolWhole &&
  longestRecovery < 30;
process.exitCode = isPassed ? 0 : 1;
