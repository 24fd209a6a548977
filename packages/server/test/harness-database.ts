import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../src/platform/database/index.ts';

/** A migrated database that belongs to one test file; `close` also drops it. */
export type TestDatabase = Database & {
  /** For programs started by a test. */
  databaseUrl: string;
};

let made = 0;

/** Clones the run's template (some 20 ms) and opens the clone. It holds the schema and no rows. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { template } = inject('testServer');
  return openTestDatabase(template);
}

/** An empty database, for tests of migration itself. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return openTestDatabase('template0');
}

async function openTestDatabase(template: string): Promise<TestDatabase> {
  const { connection, prefix } = inject('testServer');
  made += 1;
  const name = `${prefix}_${process.pid}_${made}`;
  await administer(connection, `create database ${name} template ${template} encoding 'UTF8'`);
  const ownConnection = { ...connection, database: name };
  const database = await openDatabase({ connection: ownConnection, applicationName: 'granary-test' });
  return {
    ...database,
    databaseUrl: urlOf(ownConnection),
    async close() {
      await database.close();
      await dropDatabase(connection, name);
    },
  };
}

const forbidden = '42501';

/**
 * Autovacuum may be at work in it; its worker belongs to a superuser, whom an
 * ordinary owner may not send away. It is done in a moment.
 */
async function dropDatabase(connection: pg.ClientConfig, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await administer(connection, `drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== forbidden || attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

async function administer(connection: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlOf(connection: pg.ClientConfig): string {
  const url = new URL(`postgres://localhost/${connection.database}`);
  url.username = connection.user ?? '';
  url.password = typeof connection.password === 'string' ? connection.password : '';
  if (connection.host?.startsWith('/')) url.searchParams.set('host', connection.host);
  else url.hostname = connection.host ?? 'localhost';
  url.port = String(connection.port ?? 5432);
  return url.href;
}
