import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../packages/server/test/harness-database.ts';
import { isPassed, tryEventLoop } from './event-loop/trial.ts';
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

it('no request holds the event loop longer than 100 ms, fails the server or changes a prototype', async () => {
  const result = await tryEventLoop(trial, { textLength: 50_000, routes: 5 });
  expect(result.serverErrors).toEqual([]);
  expect(isPassed(result), `${result.longestMs} ms by ${result.longestBy}`).toBe(true);
});
