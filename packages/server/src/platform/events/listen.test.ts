import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { startFaultProxy } from '../ops/fault-proxy.ts';
import { listen } from './listen.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it.each([
  ['is refused for a while', 'refuse'],
  ['is reset again and again', 'reset'],
] as const)('hears again, without a restart, after its connection %s', async (_name, fault) => {
  const { host = 'localhost', port = 5432 } = database.clientConfig;
  const proxy = await startFaultProxy({ host, port });
  const heard: string[] = [];
  const subscription = await listen(
    { clientConfig: { ...database.clientConfig, host: '127.0.0.1', port: proxy.port } },
    'test_channel',
    (payload) => heard.push(payload),
  );
  const notify = (payload: string) =>
    database.ownerPool.query(`select pg_notify('test_channel', $1)`, [payload]);
  try {
    await notify('before');
    while (heard.length === 0) await pause(10);
    await proxy.fault(fault);
    await pause(700);
    expect(subscription.isConnected).toBe(false);
    await proxy.fault('pass');
    while (!subscription.isConnected) await pause(20);
    await notify('after');
    while (heard.length < 2) await pause(10);
    expect(heard).toEqual(['before', 'after']);
  } finally {
    await subscription.close();
    await proxy.close();
  }
});
