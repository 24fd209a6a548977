import { tryOutsideReach } from '../packages/server/test/attacks/try-outside.ts';
import { createTwoOrganizations } from '../packages/server/test/matrix/two-organizations.ts';
import { shownCounts, shownReach } from '../packages/server/test/reached.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 19, outside reach: path traversal and server-side request forgery.
 *   node trials/19-outside-reach.ts
 * Raw request lines for files that are not served, and addresses of a trap of
 * our own in every place of every route. Ends with code 0 when no file is shown,
 * none is written elsewhere, the trap is not called, and the code behind every
 * route was entered.
 */
/** One request in so many must come to the code behind its route. */
const leastEntered = 5;

const isPassed = await withTrialDatabase('19', async (database) => {
  const both = await createTwoOrganizations(database);
  try {
    const startedAt = performance.now();
    const { pathsAsked, pathAnswers, addressesSent, reached, escapes } = await tryOutsideReach(both, 1);
    const uncovered = [...reached.unasked(), ...reached.unreached()];
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(
      [
        `${pathsAsked} paths asked, ${addressesSent} addresses sent in ${seconds} s: ${escapes.length} escapes`,
        `paths were answered ${shownCounts(pathAnswers)}`,
        shownReach(reached),
        ...uncovered.map((route) => `NOT COVERED ${route}`),
        ...escapes.slice(0, 40),
        '',
      ].join('\n'),
    );
    return escapes.length === 0 && uncovered.length === 0 && reached.entries > addressesSent / leastEntered;
  } finally {
    await both.close();
  }
});
process.exitCode = isPassed ? 0 : 1;
