import { parseArgs } from 'node:util';
import { tryInjection } from '../packages/server/test/attacks/try-injection.ts';
import { tryStored } from '../packages/server/test/attacks/try-stored.ts';
import { createTwoOrganizations } from '../packages/server/test/matrix/two-organizations.ts';
import { shownReach } from '../packages/server/test/reached.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 15, injection: SQL, script, template, command, line-end and path
 * payloads in every path, query, sort, filter, body field, header, upload cell,
 * form field and file name of every route.
 *   node trials/15-injection.ts [--share 1] [--part 1] [--route "GET /items"]
 * Ends with code 0 when no answer shows that one worked, the schema is as it
 * was, no table lost rows or gained any it should not, no file lies outside of
 * the store, and the code behind every route was entered. A share below 1 tries
 * that part of all pairs, evenly spread; with 0.5, parts 1 and 2 are all of them.
 */
/** One request in so many must come to the code behind its route; the rest is refused for what it is. */
const leastEntered = 5;

const { values: flags } = parseArgs({
  options: {
    share: { type: 'string', default: '1' },
    part: { type: 'string', default: '1' },
    route: { type: 'string' },
  },
});

const isPassed = await withTrialDatabase('15', async (database) => {
  const both = await createTwoOrganizations(database);
  try {
    const startedAt = performance.now();
    const result = await tryInjection(both, Number(flags.share), {
      only: flags.route,
      offset: Number(flags.part) - 1,
    });
    const { stored, hits } = await tryStored(both);
    result.hits.push(...hits);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const { reached } = result;
    const uncovered = flags.route === undefined ? [...reached.unasked(), ...reached.unreached()] : [];
    process.stdout.write(
      [
        `${result.payloads} payloads in ${result.positions} places: ${result.requests} requests in ${seconds} s`,
        shownReach(reached),
        ...uncovered.map((route) => `NOT COVERED ${route}`),
        `${stored} payloads stored as names and read back as text`,
        `${result.hits.length} hits`,
        ...result.hits.slice(0, 40),
        '',
      ].join('\n'),
    );
    const isCovered = uncovered.length === 0 && reached.entries > result.requests / leastEntered;
    return result.hits.length === 0 && result.payloads >= 300 && stored > 200 && isCovered;
  } finally {
    await both.close();
  }
});
process.exitCode = isPassed ? 0 : 1;
