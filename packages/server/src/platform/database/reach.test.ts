import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { type FaultProxy, startFaultProxy } from '../ops/fault-proxy.ts';
import { type Database, openDatabase } from './connect.ts';
import { CommitUnknown, DatabaseUnavailable } from './errors.ts';
import type { Tx } from './organization-transaction.ts';
import { withOrganization } from './with-organization.ts';

/** The database through a wire that fails in the ways wires fail. */
let behind: TestDatabase;
let proxy: FaultProxy;
let database: Database;
let orgId: string;
let warnings: { fields: object; message: string }[];

beforeAll(async () => {
  behind = await createTestDatabase();
  const { rows } = await sql<{ org_id: string }>`
    insert into platform.organizations (name) values ('Ours') returning org_id`.execute(behind.kysely);
  orgId = rows[0]?.org_id ?? '';
});
afterAll(() => behind.close());

beforeEach(async () => {
  const { host = 'localhost', port = 5432 } = behind.clientConfig;
  proxy = await startFaultProxy({ host, port });
  warnings = [];
  const keep = (fields: object, message: string) => void warnings.push({ fields, message });
  database = await openDatabase({
    connection: { ...behind.clientConfig, host: '127.0.0.1', port: proxy.port },
    applicationName: 'granary-test',
    appConnections: 3,
    log: { info: keep, warn: keep, error: keep },
  });
});
afterEach(async () => {
  await proxy.close();
  await database.close();
});

const one = async (tx: Tx) => (await sql<{ n: number }>`select 1 as n`.execute(tx)).rows[0]?.n;
const read = () => withOrganization(database, orgId, one);
const insertRun = (tx: Tx, kind: string) =>
  sql`insert into platform.runs (org_id, kind) values (${orgId}, ${kind})`.execute(tx);
const countRuns = (kind: string) =>
  withOrganization(behind, orgId, async (tx) => {
    const found = await sql<{
      n: number;
    }>`select count(*) as n from platform.runs where kind = ${kind}`.execute(tx);
    return found.rows[0]?.n;
  });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const seconds = async (work: Promise<unknown>) => {
  const began = performance.now();
  const outcome = await work.then(
    () => 'done',
    (error: unknown) => error,
  );
  return { outcome, seconds: (performance.now() - began) / 1000 };
};

describe('a database that is away for a moment', () => {
  it('and refuses connections is asked again with growing pauses, each of them in the log', async () => {
    await proxy.fault('refuse');
    setTimeout(() => void proxy.fault('pass'), 500);
    expect(await read()).toBe(1);
    const retries = warnings.filter(({ message }) => message === 'the database did not answer; trying again');
    expect(retries.length).toBeGreaterThanOrEqual(2);
    expect(retries[0]?.fields).toMatchObject({ attempt: 1, reason: expect.any(String) });
    expect(warnings.at(-1)?.message).toBe('the database answers again');
  });

  it('and resets connections is asked again', async () => {
    await read();
    await proxy.fault('reset');
    setTimeout(() => void proxy.fault('pass'), 400);
    expect(await read()).toBe(1);
  });

  it('and cut the idle connections is not noticed at all', async () => {
    await Promise.all([read(), read(), read()]);
    await behind.ownerPool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and application_name = 'granary-test'
         and state = 'idle'`,
    );
    expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
  });

  it('is found again by queries outside of an organization too', async () => {
    await proxy.fault('refuse');
    setTimeout(() => void proxy.fault('pass'), 300);
    const found = await sql<{ n: number }>`select 1 as n`.execute(database.kysely);
    expect(found.rows).toEqual([{ n: 1 }]);
  });
});

describe('a database that stays away', () => {
  it('is given up within five seconds, then each request is told at once, and it is found when it is back', async () => {
    await proxy.fault('refuse');
    const first = await seconds(read());
    expect(first.outcome).toBeInstanceOf(DatabaseUnavailable);
    expect(first.seconds).toBeGreaterThan(2);
    expect(first.seconds).toBeLessThan(5.5);
    const later = await Promise.all(Array.from({ length: 50 }, () => seconds(read())));
    for (const { outcome, seconds: taken } of later) {
      expect(outcome).toBeInstanceOf(DatabaseUnavailable);
      expect(taken).toBeLessThan(1);
    }
    await proxy.fault('pass');
    expect(await read()).toBe(1);
  });

  it('and answers nothing at all holds no request for long and does not use up the pool', async () => {
    await Promise.all([read(), read(), read()]);
    await proxy.fault('hang');
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => seconds(read())));
    for (const { outcome, seconds: taken } of outcomes) {
      expect(outcome).toBeInstanceOf(DatabaseUnavailable);
      expect(taken).toBeLessThan(15);
    }
    await proxy.fault('pass');
    expect(await Promise.all(Array.from({ length: 20 }, read))).toEqual(Array(20).fill(1));
  });
});

describe('a connection that goes silent under a statement', () => {
  it('is broken off, though the network still carries new ones', async () => {
    const attempt = withOrganization(database, orgId, async (tx) => {
      await one(tx);
      await proxy.fault('half_open');
      return one(tx);
    });
    const { outcome, seconds: taken } = await seconds(attempt);
    expect(outcome).toBeInstanceOf(DatabaseUnavailable);
    expect(taken).toBeLessThan(12);
    expect(await read()).toBe(1);
  });

  it('is left alone while its statement is at work', async () => {
    const slow = withOrganization(database, orgId, (tx) => sql`select pg_sleep(7)`.execute(tx));
    expect((await seconds(slow)).outcome).toBe('done');
  });

  it('under a transaction that only reads has it read again', async () => {
    let runs = 0;
    const result = await withOrganization(
      database,
      orgId,
      async (tx) => {
        runs += 1;
        await one(tx);
        if (runs === 1) {
          await proxy.fault('reset');
          await proxy.fault('pass');
        }
        return one(tx);
      },
      { readOnly: true },
    );
    expect([result, runs]).toEqual([1, 2]);
  });
});

describe('a change', () => {
  it('whose connection breaks before the commit is not saved, and is not done again by us', async () => {
    let runs = 0;
    const attempt = withOrganization(database, orgId, async (tx) => {
      runs += 1;
      await insertRun(tx, 'before.commit');
      await proxy.fault('reset');
      return one(tx);
    });
    await expect(attempt).rejects.toThrow(
      'The connection to the database broke. Nothing was saved; try again.',
    );
    expect([runs, await countRuns('before.commit')]).toEqual([1, 0]);
  });

  it('whose connection breaks in the commit is told to be of unknown fate, and is not done again', async () => {
    let runs = 0;
    const attempt = withOrganization(database, orgId, async (tx) => {
      runs += 1;
      await insertRun(tx, 'in.commit');
      // What is sent from here on is lost, and so is its answer.
      await proxy.fault('half_open');
      setTimeout(() => void proxy.fault('reset'), 300);
    });
    await expect(attempt).rejects.toBeInstanceOf(CommitUnknown);
    await expect(attempt).rejects.toThrow('it is not known whether it was');
    expect(runs).toBe(1);
    await pause(50);
  });
});

describe('whether the server answers', () => {
  it('is told though every connection of the pools is at work, or dead', async () => {
    const version = await database.pulse.ask();
    expect(version).toMatch(/^\d+/);
    const taken = await Promise.all([1, 2, 3].map(() => database.appPool.connect()));
    expect(await database.pulse.ask()).toBe(version);
    await proxy.fault('half_open');
    expect(await database.pulse.ask()).toBe(version);
    for (const client of taken) client.release(true);
  });

  it.each(['refuse', 'reset', 'hang'] as const)(
    'is told of one that is away (%s), and of its return',
    async (fault) => {
      const version = await database.pulse.ask();
      await proxy.fault(fault);
      expect(await database.pulse.ask()).toBeNull();
      expect(await database.pulse.ask()).toBeNull();
      await proxy.fault('pass');
      expect(await database.pulse.ask()).toBe(version);
    },
  );

  it('is asked once by those who ask at the same time, and on the connection of last time', async () => {
    await database.pulse.ask();
    const before = proxy.accepted;
    const answers = await Promise.all(Array.from({ length: 50 }, () => database.pulse.ask()));
    expect(new Set(answers).size).toBe(1);
    expect(proxy.accepted).toBe(before);
  });
});

describe('the start', () => {
  const open = (options = {}) =>
    openDatabase({
      connection: { ...behind.clientConfig, host: '127.0.0.1', port: proxy.port },
      applicationName: 'granary-test',
      ...options,
    });

  it('against an address from which nothing comes ends in seconds, with the address and what to look at', async () => {
    await proxy.fault('hang');
    const { outcome, seconds: taken } = await seconds(open());
    expect(String(outcome)).toContain(
      `The database at 127.0.0.1:${proxy.port} does not answer: nothing comes back from there. ` +
        'Check DATABASE_URL, that the server runs, and that no firewall is in between.',
    );
    expect(taken).toBeLessThan(10);
  });

  it('waits for a server that is not up yet, and says what it waits for', async () => {
    await proxy.fault('refuse');
    setTimeout(() => void proxy.fault('pass'), 600);
    const waits: string[] = [];
    const opened = await open({ onWait: (reason: string) => waits.push(reason) });
    await opened.close();
    expect(waits).toEqual([
      expect.stringMatching(/^waiting for the database at 127\.0\.0\.1:\d+ \(connect ECONNREFUSED/),
    ]);
  });
});
