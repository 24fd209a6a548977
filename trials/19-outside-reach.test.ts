import { afterAll, beforeAll, expect, it } from 'vitest';
import { tryOutsideReach } from '../packages/server/test/attacks/try-outside.ts';
import { createTestDatabase, type TestDatabase } from '../packages/server/test/harness-database.ts';
import {
  createTwoOrganizations,
  type TwoOrganizations,
} from '../packages/server/test/matrix/two-organizations.ts';

let database: TestDatabase;
let both: TwoOrganizations;
beforeAll(async () => {
  database = await createTestDatabase();
  both = await createTwoOrganizations(database);
});
afterAll(async () => {
  await both.close();
  await database.close();
});

it('no request reaches a file that is not served, writes one elsewhere, or makes the server call an address', async () => {
  const { escapes, pathsAsked, addressesSent } = await tryOutsideReach(both, 1 / 4);
  expect(escapes).toEqual([]);
  expect(pathsAsked).toBeGreaterThan(500);
  expect(addressesSent).toBeGreaterThan(200);
});
