import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../packages/server/test/harness-database.ts';
import { isSafe, tryLoginAbuse } from './login-abuse/trial.ts';
import { startTrialApp, type TrialApp } from './trial-app.ts';

let database: TestDatabase;
let trial: TrialApp;
let aheadMs = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  const clock = () => new Date(Date.now() + aheadMs);
  trial = await startTrialApp(database, {}, pino({ level: 'silent' }), clock);
});
afterAll(async () => {
  await trial.close();
  await database.close();
});

it('guessing is slowed down, nobody is locked out by strangers, and codes work once', async () => {
  const figures = await tryLoginAbuse(trial, {
    advance: (seconds) => {
      aheadMs += seconds * 1000;
    },
    strangers: 15,
    samples: 2,
  });
  expect(isSafe(figures), JSON.stringify(figures)).toBe(true);
});
