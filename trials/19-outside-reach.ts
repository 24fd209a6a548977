import { tryOutsideReach } from '../packages/server/test/attacks/try-outside.ts';
import { createTwoOrganizations } from '../packages/server/test/matrix/two-organizations.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 19, outside reach: path traversal and server-side request forgery.
 *   node trials/19-outside-reach.ts
 * Raw request lines for files that are not served, and addresses of a trap of
 * our own in every place of every route. Ends with code 0 when no file is shown,
 * none is written elsewhere, and the trap is not called.
 */
const isPassed = await withTrialDatabase('19', async (database) => {
  const both = await createTwoOrganizations(database);
  try {
    const startedAt = performance.now();
    const { pathsAsked, addressesSent, escapes } = await tryOutsideReach(both, 1);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(
      [
        `${pathsAsked} paths asked, ${addressesSent} addresses sent in ${seconds} s: ${escapes.length} escapes`,
        ...escapes.slice(0, 40),
        '',
      ].join('\n'),
    );
    return escapes.length === 0;
  } finally {
    await both.close();
  }
});
process.exitCode = isPassed ? 0 : 1;
