import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createExampleCompany,
  type ExampleCompany,
} from '../packages/server/test/contract/example-company.ts';
import { tryMassAssignment } from '../packages/server/test/contract/mass-assignment.ts';
import { createTestDatabase, type TestDatabase } from '../packages/server/test/harness-database.ts';

let database: TestDatabase;
let company: ExampleCompany;
beforeAll(async () => {
  database = await createTestDatabase();
  company = await createExampleCompany(database);
}, 300_000);
afterAll(async () => {
  await company.close();
  await database.close();
});

it('accepts no field that is not the caller’s to set, in no object of no body, and returns none', async () => {
  const { places, requests, accepted, returned } = await tryMassAssignment(company);
  expect([accepted, returned]).toEqual([[], []]);
  expect(places).toBeGreaterThan(10);
  expect(requests).toBeGreaterThan(200);
}, 120_000);
