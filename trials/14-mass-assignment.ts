import { createExampleCompany } from '../packages/server/test/contract/example-company.ts';
import { tryMassAssignment } from '../packages/server/test/contract/mass-assignment.ts';
import { shownCounts } from '../packages/server/test/reached.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 14, mass assignment: fields that are not the caller's to set, such as
 * org_id, role, permissions or created_at, in every object of every body.
 *   node trials/14-mass-assignment.ts
 * Ends with code 0 when each is refused by its name, in every operation that
 * changes something, and none comes back from any that reads.
 */
const isPassed = await withTrialDatabase('14', async (database) => {
  const company = await createExampleCompany(database);
  try {
    const startedAt = performance.now();
    const { operations, places, requests, statuses, accepted, returned } = await tryMassAssignment(company);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(
      [
        `${operations} operations that change something, ${places} objects in their bodies, ${requests} requests in ${seconds} s`,
        `answers ${shownCounts(statuses)}`,
        `${accepted.length} accepted, ${returned.length} returned`,
        ...[...accepted, ...returned].slice(0, 40),
        '',
      ].join('\n'),
    );
    return accepted.length === 0 && returned.length === 0 && places >= operations && operations > 30;
  } finally {
    await company.close();
  }
});
process.exitCode = isPassed ? 0 : 1;
