import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from './connect.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { isConnectionLoss } from './errors.ts';
import { processIdentity } from './process-identity.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'granary-keep-running-'));
  chmodSync(base, 0o755);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it.each([
  ['in the data folder', 'data'],
  ['apart, where the path is too long for a socket', `data-${'x'.repeat(100)}`],
])(
  'PostgreSQL killed under load is back within seconds at its address, with all that was acknowledged: socket %s',
  async (_name, folder) => {
    const postgres = await startEmbeddedPostgres({ dataDir: join(base, folder) });
    const database = await openDatabase({
      connection: postgres.clientConfig,
      applicationName: 'granary-test',
    });
    try {
      await database.ownerPool.query('create table acknowledged (n int primary key)');
      const firstPid = postgres.pid;
      const acknowledged: number[] = [];
      let n = 0;
      let stop = false;
      const write = async () => {
        while (!stop) {
          n += 1;
          const own = n;
          try {
            await database.ownerPool.query('insert into acknowledged values ($1)', [own]);
            acknowledged.push(own);
          } catch (error) {
            if (!isConnectionLoss(error)) throw error;
            await pause(20);
          }
        }
      };
      const writers = [write(), write(), write()];
      await pause(200);
      const beforeKill = acknowledged.length;
      process.kill(firstPid, 'SIGKILL');
      const killedAt = performance.now();
      while (postgres.pid === firstPid) await pause(10);
      const atRestart = acknowledged.length;
      while (acknowledged.length < atRestart + 50) await pause(10);
      expect(performance.now() - killedAt).toBeLessThan(20_000);
      stop = true;
      await Promise.all(writers);
      expect(beforeKill).toBeGreaterThan(0);
      const { rows } = await database.ownerPool.query<{ n: number }>('select n from acknowledged');
      const stored = new Set(rows.map((row) => row.n));
      expect(acknowledged.filter((one) => !stored.has(one))).toEqual([]);
    } finally {
      await database.close();
      await postgres.stop();
    }
  },
);

it('PostgreSQL that is stopped is not started again', async () => {
  const postgres = await startEmbeddedPostgres({ dataDir: join(base, 'data') });
  const { pid, clientConfig } = postgres;
  await postgres.stop();
  await pause(800);
  expect(processIdentity(pid)).toBeUndefined();
  await expect(new pg.Client(clientConfig).connect()).rejects.toSatisfy(isConnectionLoss);
});
