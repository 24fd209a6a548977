import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { type App, createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { insertUser } from '../src/identity/queries.ts';
import type { BuiltInRole as Role } from '../src/identity/roles/built-in-roles.ts';
import { openTestSession } from '../src/identity/sessions/test-session.ts';
import { secondsAfter } from '../src/platform/clock.ts';
import { type Tx, withOrganization } from '../src/platform/database/index.ts';
import { watchContract } from './contract/watch-contract.ts';
import { createTestDatabase, type TestDatabase } from './harness-database.ts';

export interface TestApp extends App {
  database: TestDatabase;
  orgId: string;
  /** Headers of a signed-in person of this role; each role is one person of the organization. */
  as(role: Role): Promise<{ authorization: string }>;
  /** Moves the clock of the application ahead. */
  advance(seconds: number): void;
  /** A transaction of the test's organization. */
  inOrganization<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** Starts a run through the API's own path and waits for its end. */
  run(kind: string, input?: object, ofOrgId?: string): ReturnType<App['platform']['runs']['waitFor']>;
  /** A second organization on the same database. */
  otherOrganization(): Promise<string>;
  close(): Promise<void>;
}

/**
 * The whole server on a database of its own, asked through `app.http.inject`.
 *
 * @param settings environment settings that differ from the defaults
 * @param options.log kept silent unless given
 */
export async function createTestApp(
  settings: Record<string, string> = {},
  options: { log?: Logger } = {},
): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'granary-test-'));
  const database = await createTestDatabase();
  const config = readConfig({
    GRANARY_DATA_DIR: dataDir,
    PORT: '0',
    GRANARY_LOGIN_ATTEMPTS_PER_MINUTE: '1000',
    GRANARY_WORKER_THREADS: '1',
    GRANARY_LIMIT_READS: '1000000000',
    GRANARY_LIMIT_WRITES: '1000000000',
    GRANARY_LIMIT_ADDRESS: '1000000000',
    ...settings,
  });
  const log = options.log ?? pino({ level: 'silent' });
  let advancedSeconds = 0;
  const clock = () => secondsAfter(new Date(), advancedSeconds);
  const version = '0.0.0-test';
  const app = await createApp({ config, log, database, databaseKind: 'embedded', version, clock });
  const contractBreaks = watchContract(app.http);
  const organizationOptions = { currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Paris', isDemo: false };
  const { org_id: orgId } = await app.identity.createOrganization({
    name: 'Test grocer',
    ...organizationOptions,
  });
  const tokens = new Map<Role, string>();
  const people = new Map<Role, string>();
  let working: Promise<void> | undefined;

  async function signIn(role: Role): Promise<string> {
    const token = await withOrganization(database, orgId, async (tx) => {
      const userId = people.get(role) ?? (await insertUser(tx, `Test ${role}`, role)).user_id;
      people.set(role, userId);
      return openTestSession(tx, userId, clock());
    });
    tokens.set(role, token);
    return token;
  }

  return {
    ...app,
    database,
    orgId,
    advance: (seconds) => {
      advancedSeconds += seconds;
      // Their sessions live an hour.
      tokens.clear();
    },
    as: async (role) => ({ authorization: `Bearer ${tokens.get(role) ?? (await signIn(role))}` }),
    inOrganization: (work) => withOrganization(database, orgId, work),
    async run(kind, input = {}, ofOrgId = orgId) {
      working ??= app.platform.runs.work();
      await working;
      const run = await withOrganization(database, ofOrgId, (tx) =>
        app.platform.runs.request(tx, kind, input, null),
      );
      return app.platform.runs.waitFor(ofOrgId, run.run_id);
    },
    async otherOrganization() {
      const other = await app.identity.createOrganization({ name: 'Other grocer', ...organizationOptions });
      return other.org_id;
    },
    async close() {
      await app.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
      if (contractBreaks.length > 0) {
        throw new Error(`replies broke the contract:\n${[...new Set(contractBreaks)].join('\n')}`);
      }
    },
  };
}
