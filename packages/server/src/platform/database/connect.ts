import { Kysely } from 'kysely';
import pg from 'pg';
import { connectionOf } from './database-url.ts';
import { DatabaseSetupError, DatabaseUnavailable, errorCode, isConnectionLoss } from './errors.ts';
import { watchForHalfOpen } from './half-open.ts';
import type { DatabaseLog } from './log.ts';
import { SharedTablesDialect } from './own-rows/index.ts';
import { Pulse } from './pulse.ts';
import { Reach } from './reach.ts';
import type { Tables } from './tables.ts';

/** The role as which all tenant data is read and written: no superuser, owner of nothing, bound by row security. */
export const APP_ROLE = 'granary_app';

/** The same for people who see a part of their organization: policies on locations and suppliers bind it. */
export const LIMITED_ROLE = 'granary_limited';

const OLDEST_VERSION = 150000;

/** An open database. Tenant data is reached through `withOrganization` only. */
export type Database = {
  /** Connects as the owner of the schema: migrations and the job queue. Small. */
  ownerPool: pg.Pool;
  /** Connects as `granary_app`. */
  appPool: pg.Pool;
  /** Begins transactions on `appPool`, patiently while the database is away for a moment. */
  appReach: Reach;
  /** Whether the server answers, asked past both pools. */
  pulse: Pulse;
  /** Queries on `appPool` outside of an organization: the few shared tables. */
  kysely: Kysely<Tables>;
  /** For a connection of one's own as owner: LISTEN, the job queue. */
  clientConfig: pg.ClientConfig;
  close(): Promise<void>;
};

export type OpenDatabaseOptions = {
  /** An embedded server's connection, or the value of DATABASE_URL. */
  connection: pg.ClientConfig | string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Most connections for tenant work; default 12. */
  appConnections?: number;
  /** Most connections as owner; default 4. */
  ownerConnections?: number;
  /** How long to wait for a server that is not up yet; default 30 s. */
  patienceMs?: number;
  /** How long to wait for an address from which nothing comes at all; default 8 s. */
  silencePatienceMs?: number;
  /** Told once what is being waited for. */
  onWait?(reason: string): void;
  log?: DatabaseLog;
};

/** Also the time a request waits while all connections of the pool are at work. */
const connectWithinMs = 4_000;
/** A server that loses us, cable or process, must not hold our locks for long. Ignored on a Unix socket. */
const keepAliveSettings =
  '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3 -c idle_in_transaction_session_timeout=600000';

/**
 * Connects, waiting with growing pauses for a server that is still starting,
 * and checks that it is one Granary can use.
 *
 * @throws DatabaseUnavailable when it cannot be reached in time
 * @throws DatabaseSetupError  for a wrong address, version or encoding
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const clientConfig: pg.ClientConfig = {
    ...(typeof options.connection === 'string' ? connectionOf(options.connection) : options.connection),
    application_name: options.applicationName,
    types: { getTypeParser },
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
  await waitAndCheck(clientConfig, options);
  const ownerPool = new pg.Pool({ ...clientConfig, max: options.ownerConnections ?? 4 });
  const appPool = new pg.Pool({
    ...clientConfig,
    options: [clientConfig.options, keepAliveSettings, `-c role=${APP_ROLE}`].filter(Boolean).join(' '),
    max: options.appConnections ?? 12,
  });
  // A broken connection is replaced by the pool; without a listener Node would end the process. Who holds one
  // learns of its end from the next statement, and the pool does not take it back.
  for (const pool of [ownerPool, appPool]) {
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
  }
  const watch = watchForHalfOpen([appPool, ownerPool], clientConfig, options.log);
  const appReach = new Reach(appPool, options.log);
  // Where the pool leads to at the moment.
  const pulse = new Pulse(() => ({ ...clientConfig, port: appPool.options.port ?? clientConfig.port }));
  return {
    ownerPool,
    appPool,
    appReach,
    pulse,
    kysely: new Kysely<Tables>({ dialect: new SharedTablesDialect({ pool: patient(appReach, appPool) }) }),
    clientConfig,
    async close() {
      watch.stop();
      await Promise.all([pulse.close(), ownerPool.end(), appPool.end()]);
    },
  };
}

/** The pool as Kysely uses it, with connections that have answered once. */
function patient(reach: Reach, pool: pg.Pool) {
  return { connect: () => reach.begin('select 1'), end: () => pool.end(), options: pool.options };
}

async function waitAndCheck(config: pg.ClientConfig, options: OpenDatabaseOptions): Promise<void> {
  const began = Date.now();
  let told = false;
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 3000)) {
    const client = new pg.Client(config);
    client.on('error', () => {});
    try {
      await client.connect();
      await checkServer(client);
      return;
    } catch (error) {
      if (!isConnectionLoss(error)) throw explained(error, config);
      const isSilent = isSilence(error);
      const patienceMs = isSilent
        ? Math.min(options.silencePatienceMs ?? 8_000, options.patienceMs ?? 30_000)
        : (options.patienceMs ?? 30_000);
      const place = `${config.host ?? 'localhost'}:${config.port ?? 5432}`;
      const reason = isSilent ? 'nothing comes back from there' : reasonOf(error);
      if (Date.now() + pauseMs - began > patienceMs) {
        throw new DatabaseUnavailable(
          `The database at ${place} does not answer: ${reason}. Check DATABASE_URL, that the server runs, ` +
            'and that no firewall is in between.',
          { cause: error },
        );
      }
      if (!told) options.onWait?.(`waiting for the database at ${place} (${reason})`);
      told = true;
    } finally {
      await client.end().catch(() => {});
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function isSilence(error: unknown): boolean {
  return errorCode(error) === 'ETIMEDOUT' || (error instanceof Error && /timeout/i.test(error.message));
}

/** An address with several numbers fails once for each of them, under an empty message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; number: number; encoding: string }>(
    `select current_setting('server_version') as version,
            current_setting('server_version_num')::int as number,
            current_setting('server_encoding') as encoding`,
  );
  const found = rows[0];
  if (found === undefined || found.number < OLDEST_VERSION) {
    throw new DatabaseSetupError(
      `DATABASE_URL leads to PostgreSQL ${found?.version}; Granary needs 15 or newer. ` +
        'Upgrade the server, or leave DATABASE_URL unset to use the PostgreSQL that comes with Granary.',
    );
  }
  if (found.encoding !== 'UTF8') {
    throw new DatabaseSetupError(
      `The database uses the encoding ${found.encoding}; Granary needs UTF8. ` +
        "Create it with: create database granary template template0 encoding 'UTF8'",
    );
  }
}

function explained(error: unknown, config: pg.ClientConfig): unknown {
  if (errorCode(error) === 'ENOTFOUND') {
    return new DatabaseSetupError(`There is no host ${config.host}. Check DATABASE_URL.`, { cause: error });
  }
  if (!(error instanceof pg.DatabaseError)) return error;
  const message = {
    '28P01': `The database refused the password of user ${config.user}. Check DATABASE_URL.`,
    '28000': `The database does not let user ${config.user} in: ${error.message}. Check DATABASE_URL and pg_hba.conf.`,
    '3D000': `The database ${config.database} does not exist. Create it: create database ${config.database}`,
  }[error.code ?? ''];
  return message === undefined ? error : new DatabaseSetupError(message, { cause: error });
}

/**
 * How values arrive: calendar days as 'YYYY-MM-DD' (a `Date` would shift them
 * between time zones), numeric as text (exact), bigint as a number while that
 * is exact and else as text.
 */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (format === 'binary') return pg.types.getTypeParser(oid, format);
  switch (oid) {
    case pg.types.builtins.DATE:
    case pg.types.builtins.NUMERIC:
      return (value) => value;
    case pg.types.builtins.INT8:
      return exactInteger;
    case INT8_ARRAY:
      return (value) =>
        textArray(value).map((entry) => (entry === null ? null : exactInteger(String(entry))));
    case DATE_ARRAY:
    case NUMERIC_ARRAY:
      return textArray;
    default:
      return pg.types.getTypeParser(oid);
  }
}

const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;
const NUMERIC_ARRAY = 1231;
/** The array parser of pg, under the number of text[], which its types do not list. */
const parseTextArray: (value: string) => unknown = Reflect.apply(pg.types.getTypeParser, pg.types, [1009]);

/** Arrays of these types look as arrays of text do. */
function textArray(value: string): unknown[] {
  const parsed: unknown = parseTextArray(value);
  return Array.isArray(parsed) ? parsed : [];
}

function exactInteger(value: string): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
