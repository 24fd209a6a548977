import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../harness-database.ts';
import { createExampleCompany, type ExampleCompany } from './example-company.ts';
import { fuzzRoutes } from './fuzz-routes.ts';

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

it('Feature: expiryshield-backend, Property 8: every endpoint keeps the contract that the OpenAPI document states', async () => {
  const result = await fuzzRoutes(company, 100);
  expect(result.failures).toEqual([]);
  expect(result.routes).toBe(company.app.routes.length);
  expect(result.requests).toBeGreaterThanOrEqual(100 * result.routes);
  // Many requests must reach a handler for the replies to mean something.
  expect(result.reached.unreached()).toEqual([]);
  expect(result.reached.statuses[200]).toBeGreaterThan(result.requests / 10);
}, 600_000);
