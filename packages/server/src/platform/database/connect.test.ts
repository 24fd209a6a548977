import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { openDatabase } from './connect.ts';
import { connectionOf } from './database-url.ts';
import { DatabaseSetupError, DatabaseUnavailable } from './errors.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

describe('connectionOf', () => {
  it('reads host, port, database, user and password', () => {
    expect(connectionOf('postgres://ana:p%40ss@db.example:6432/stock')).toMatchObject({
      host: 'db.example',
      port: 6432,
      database: 'stock',
      user: 'ana',
      password: 'p@ss',
      ssl: undefined,
    });
  });

  it('reads a socket folder and the demand for encryption from the query', () => {
    expect(connectionOf('postgresql://ana@localhost/stock?host=/run/postgresql')).toMatchObject({
      host: '/run/postgresql',
      port: 5432,
    });
    expect(connectionOf('postgres://ana@db/stock?sslmode=require')).toMatchObject({
      ssl: { rejectUnauthorized: false },
    });
    expect(connectionOf('postgres://ana@db/stock?sslmode=verify-full')).toMatchObject({
      ssl: { rejectUnauthorized: true },
    });
  });

  it.each([
    'sqlite:granary.db',
    'mysql://root@localhost/granary',
    '/var/lib/granary.db',
    'postgres://localhost',
  ])('refuses %s and names the forms it takes', (url) => {
    expect(() => connectionOf(url)).toThrow(/DATABASE_URL .*postgres:\/\/user:password@host:5432\/database/);
  });

  it('never repeats the password in its message', () => {
    expect(() => connectionOf('mysql://root:geheim@localhost/granary')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('geheim') }),
    );
  });
});

describe('openDatabase', () => {
  it('opens the address that it gives to other programs', async () => {
    const again = await openDatabase({ connection: database.databaseUrl, applicationName: 'granary-test' });
    const { rows } = await again.ownerPool.query('select current_database() as name');
    expect(rows).toEqual([{ name: new URL(database.databaseUrl).pathname.slice(1) }]);
    await again.close();
  });

  it('gives up with DatabaseUnavailable on a server that does not answer', async () => {
    const connection = { host: '/nonexistent', database: 'granary', user: 'granary' };
    await expect(openDatabase({ connection, applicationName: 'x', patienceMs: 300 })).rejects.toThrow(
      DatabaseUnavailable,
    );
  });

  it('says at once that the password is wrong or the database does not exist', async () => {
    const connection = database.clientConfig;
    const open = (changed: object) =>
      openDatabase({ connection: { ...connection, ...changed }, applicationName: 'x' });
    await expect(open({ password: 'wrong' })).rejects.toThrow(/refused the password/);
    await expect(open({ database: 'nowhere' })).rejects.toThrow(DatabaseSetupError);
    await expect(open({ database: 'nowhere' })).rejects.toThrow(/create database nowhere/);
  });

  it('says at once that a host does not exist', async () => {
    const opening = openDatabase({ connection: 'postgres://a:b@nohost.invalid/x', applicationName: 'x' });
    await expect(opening).rejects.toThrow(DatabaseSetupError);
    await expect(opening).rejects.toThrow('There is no host nohost.invalid. Check DATABASE_URL.');
  });

  it('runs tenant queries as a role that is bound by row security', async () => {
    const { rows } = await database.appPool.query(
      `select current_user as "user", rolsuper or rolbypassrls or rolcanlogin as powerful
         from pg_roles where rolname = current_user`,
    );
    expect(rows).toEqual([{ user: 'granary_app', powerful: false }]);
  });

  it('reads days as text, numeric exactly, and bigint as a number while that is exact', async () => {
    const { rows } = await database.appPool.query(
      `select '2027-03-28'::date as day, 0.1::numeric(9,2) as money, 42::bigint as count,
              9007199254740993::bigint as large, array[1,2]::bigint[] as counts,
              array['2027-03-28']::date[] as days, array[1.50]::numeric[] as amounts`,
    );
    expect(rows).toEqual([
      {
        day: '2027-03-28',
        money: '0.10',
        count: 42,
        large: '9007199254740993',
        counts: [1, 2],
        days: ['2027-03-28'],
        amounts: ['1.50'],
      },
    ]);
  });

  it('survives that the server ends a connection which nobody listens to at the moment', async () => {
    const client = await database.appPool.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const ended = new Promise((resolve) => client.once('end', resolve));
    await database.ownerPool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await ended;
    client.release();
    const after = await database.appPool.query<{ pid: number }>('select pg_backend_pid() as pid');
    expect(after.rows[0]?.pid).not.toBe(rows[0]?.pid);
  });
});
