import { afterAll, beforeAll, expect, it } from 'vitest';
import { tryInjection } from '../packages/server/test/attacks/try-injection.ts';
import { tryStored } from '../packages/server/test/attacks/try-stored.ts';
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

it('no SQL, script or path in any place of any route does anything', async () => {
  const result = await tryInjection(both, 1 / 100);
  expect(result.hits).toEqual([]);
  expect(result.payloads).toBeGreaterThanOrEqual(300);
  expect(result.requests).toBeGreaterThan(600);
  // Most are refused for what they are; enough must pass for the check to mean something.
  expect(result.reached.statuses[200]).toBeGreaterThan(100);
});

it('a stored payload stays text: in lists as it was sent, in files no formula', async () => {
  const { stored, hits } = await tryStored(both);
  expect(hits).toEqual([]);
  expect(stored).toBeGreaterThan(200);
});
