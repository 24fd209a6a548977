import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../packages/server/test/harness-database.ts';
import { isPassed, tryRacingEdits } from './racing-edits/trial.ts';
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

it('of 200 racing edits none is lost, and each that came too late is told so', async () => {
  const result = await tryRacingEdits(trial, { edits: 200, clients: 10 });
  expect([result.lost, result.wrong]).toEqual([0, 0]);
  expect(result.accepted + result.stale.body + result.stale.header).toBe(result.edits);
  expect(isPassed(result)).toBe(true);
});
