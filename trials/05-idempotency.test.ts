import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../packages/server/test/harness-database.ts';
import { isPassed, tryIdempotency } from './idempotency/trial.ts';
import { startTrialApp, type TrialApp } from './trial-app.ts';

let database: TestDatabase;
let trial: TrialApp;
beforeAll(async () => {
  database = await createTestDatabase();
  trial = await startTrialApp(database);
});
afterAll(async () => {
  await trial.close();
  await database.close();
});

it('30 keys sent five times at once have 30 effects, and the same reply for each', async () => {
  const result = await tryIdempotency(trial, 30);
  expect(result).toEqual({
    requests: 180,
    effects: 30,
    different: 0,
    failed: 0,
    changedBodies: 30,
    changedRefused: 30,
    statuses: { 202: 150, 409: 30 },
  });
  expect(isPassed(result, 30)).toBe(true);
});
