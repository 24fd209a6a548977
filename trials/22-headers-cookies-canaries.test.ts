import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../packages/server/test/harness-database.ts';
import { browserSettings, tryBrowserSafety } from './browser/trial.ts';
import { startTrialApp, type TrialApp } from './trial-app.ts';

let database: TestDatabase;
let trial: TrialApp;
let written = '';
beforeAll(async () => {
  database = await createTestDatabase();
  const log = pino(
    { level: 'debug' },
    {
      write: (text: string) => {
        written += text;
      },
    },
  );
  trial = await startTrialApp(database, browserSettings, log);
});
afterAll(async () => {
  await trial.close();
  await database.close();
});

it('every route has the headers, other origins get nothing, and no secret is in the log', async () => {
  const { checks, failures } = await tryBrowserSafety(trial, () => written);
  expect(failures).toEqual([]);
  expect(checks).toBeGreaterThan(3000);
});
