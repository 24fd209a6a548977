import { createExampleCompany } from '../packages/server/test/contract/example-company.ts';
import { tryMassAssignment } from '../packages/server/test/contract/mass-assignment.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 14, mass assignment: fields that are not the caller's to set, such as
 * org_id, role, permissions or created_at, in every object of every body.
 *   node trials/14-mass-assignment.ts
 * Ends with code 0 when none is accepted and none comes back.
 */
const isPassed = await withTrialDatabase('14', async (database) => {
  const company = await createExampleCompany(database);
  try {
    const startedAt = performance.now();
    const { places, requests, accepted, returned } = await tryMassAssignment(company);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(
      [
        `${places} objects in bodies, ${requests} requests in ${seconds} s`,
        `${accepted.length} accepted, ${returned.length} returned`,
        ...[...accepted, ...returned].slice(0, 40),
        '',
      ].join('\n'),
    );
    return accepted.length === 0 && returned.length === 0 && places > 0;
  } finally {
    await company.close();
  }
});
process.exitCode = isPassed ? 0 : 1;
