import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../packages/server/test/harness-database.ts';
import { isPassed, tryRefreshReuse } from './refresh-reuse/trial.ts';
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

it('of 50 copies of a refresh token one wins and its session lives; a used one that comes later ends it', async () => {
  const figures = await tryRefreshReuse(trial, { families: 1, copies: 50, pauseMs: 5_500 });
  expect(figures).toMatchObject({ winners: [1], endedByBurst: 0, survivors: 0, audited: 2 });
  expect(isPassed(figures)).toBe(true);
});
