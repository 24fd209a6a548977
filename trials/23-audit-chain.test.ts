import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../packages/server/test/harness.ts';
import { tryAuditChain } from './audit-chain/trial.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

it('every falsified entry of the trail is found, and an untouched trail is not accused', async () => {
  const result = await tryAuditChain(app, app.database, {
    attacker: app.database.ownerPool,
    tamperings: 60,
    seed: 5,
    changes: 12,
  });
  expect(result.missed).toEqual([]);
  expect(result.found).toBe(60);
  expect(result.misnamed).toEqual([]);
  expect(result.accusedWrongly).toBe(0);
  expect(result.rewritten.foundBySavedHead).toBe(20);
});
