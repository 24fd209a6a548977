import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type App, createApp } from './app.ts';
import { type Config, projectFolder, readConfig } from './config.ts';
import type { Organization } from './identity/index.ts';
import {
  type Database,
  migrate,
  openDatabase,
  runningEmbeddedPostgres,
  startEmbeddedPostgres,
} from './platform/database/index.ts';
import { installJobs } from './platform/jobs/runs.ts';
import { createLog } from './platform/log/log.ts';
import { openLogFile } from './platform/log/log-file.ts';
import { PortTaken } from './port-taken.ts';

export { type Config, describeSettings, projectFolder, readConfig } from './config.ts';
export { DatabaseSetupError, DatabaseUnavailable, DataFolderInUse } from './platform/database/index.ts';
export { PortTaken } from './port-taken.ts';
export { type SimulatedFault, simulateFaults } from './simulate-faults.ts';

/** `serve` answers requests, `work` performs runs, `start` does both. */
export type Role = 'start' | 'serve' | 'work';

export interface StartOptions {
  role: Role;
  config?: Config;
  /** The organization made on an empty database; without it none is made. */
  firstOrganization?: { name: string; isDemo: boolean };
  /** Told what is being waited for. */
  onStep?(step: string): void;
}

export interface RunningServer {
  /** `http://127.0.0.1:8000`, or undefined for a worker. */
  address: string | undefined;
  /** The token of this machine's terminal. */
  terminalToken: string;
  organization: Organization;
  /** A one-time link, while the owner has no password to sign in with. */
  signInLink: string | undefined;
  newSignInLink(): Promise<string>;
  dataDir: string;
  close(): Promise<void>;
}

/** What the terminal on this machine needs to speak to the running server. */
export const terminalFileName = 'terminal.json';

/**
 * Starts Granary in this process: the embedded database unless DATABASE_URL
 * names a server, the migrations, then the role.
 *
 * @throws {DataFolderInUse} when another Granary holds the data folder
 * @throws {PortTaken} when something else listens on the port
 * @throws {DatabaseSetupError} when the database cannot be used as it is
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const config = options.config ?? readConfig();
  const step = options.onStep ?? (() => undefined);
  await mkdir(config.dataDir, { recursive: true });
  const closing: (() => Promise<unknown>)[] = [];
  const log = openLog(config, closing);
  const close = closeOnce(closing);
  try {
    const connection = await connectionFor(options.role, config, log, step, closing);
    step('opening the database');
    const database = await openDatabase({
      connection,
      applicationName: `granary-${options.role}`,
      onWait: step,
      log,
    });
    closing.unshift(() => database.close());
    await prepareDatabase(database, step);
    const app = await createApp({
      config,
      log,
      database,
      databaseKind: config.databaseUrl === undefined ? 'embedded' : 'server',
      version: await readVersion(),
    });
    closing.unshift(() => app.close());
    const organization = await firstOrganization(app, options);
    const address = options.role === 'work' ? undefined : await listen(app, config);
    if (options.role !== 'serve') {
      await app.platform.runs.work();
      // This folder is ours alone: who else ran something here is dead, and need not be waited for.
      if (config.databaseUrl === undefined && options.role === 'start') {
        for (const { org_id } of await app.identity.organizations()) await app.platform.runs.resume(org_id);
      }
      for (const { org_id, time_zone } of await app.identity.organizations()) {
        await app.platform.runs.schedule(org_id, 'nightly', config.nightlyCron, time_zone);
      }
    }
    const publicUrl = config.publicUrl ?? address ?? '';
    const terminalToken = await openTerminal(app, config, organization, address);
    const newSignInLink = async () =>
      `${publicUrl}/app/link#${await app.identity.createSignInLink(organization.org_id)}`;
    const needsLink = address !== undefined && !(await app.identity.ownerHasPassword(organization.org_id));
    return {
      address,
      terminalToken,
      organization,
      signInLink: needsLink ? await newSignInLink() : undefined,
      newSignInLink,
      dataDir: config.dataDir,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export interface NewOrganization {
  name: string;
  currency: string;
  locale: string;
  timeZone: string;
}

/** The organizations of this installation, also beside a server that runs on the same data. */
export interface Installation {
  organizations(): Promise<Organization[]>;
  /** @returns the organization and a one-time link for its first owner */
  createOrganization(wanted: NewOrganization): Promise<{ organization: Organization; link: string }>;
  close(): Promise<void>;
}

/** Opens the database of this machine's Granary without serving anything. */
export async function openInstallation(config: Config = readConfig()): Promise<Installation> {
  await mkdir(config.dataDir, { recursive: true });
  const closing: (() => Promise<unknown>)[] = [];
  const log = openLog(config, closing);
  const close = closeOnce(closing);
  try {
    // As a worker does: beside the embedded database of a running server, or with one of its own.
    const connection = await connectionFor('work', config, log, () => undefined, closing);
    const database = await openDatabase({ connection, applicationName: 'granary-organization', log });
    closing.unshift(() => database.close());
    await prepareDatabase(database, () => undefined);
    const databaseKind = config.databaseUrl === undefined ? 'embedded' : 'server';
    const app = await createApp({ config, log, database, databaseKind, version: await readVersion() });
    closing.unshift(() => app.close());
    return {
      organizations: () => app.identity.organizations(),
      async createOrganization(wanted) {
        const organization = await app.identity.createOrganization({ ...wanted, isDemo: false });
        await app.platform.runs.schedule(
          organization.org_id,
          'nightly',
          config.nightlyCron,
          organization.time_zone,
        );
        const token = await app.identity.createSignInLink(organization.org_id);
        const publicUrl =
          config.publicUrl ?? (await addressOfTerminal(config)) ?? `http://127.0.0.1:${config.port}`;
        return { organization, link: `${publicUrl}/app/link#${token}` };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where the server on this data folder answers, as it left it for the terminal. */
async function addressOfTerminal(config: Config): Promise<string | undefined> {
  const file = join(config.dataDir, terminalFileName);
  return readFile(file, 'utf8').then(
    (text) => (JSON.parse(text) as { url?: string }).url,
    () => undefined,
  );
}

/** Brings a database up to date without serving anything. */
export async function migrateOnly(config: Config = readConfig()): Promise<string[]> {
  await mkdir(config.dataDir, { recursive: true });
  const closing: (() => Promise<unknown>)[] = [];
  const close = closeOnce(closing);
  try {
    const connection = await connectionFor(
      'start',
      config,
      openLog(config, closing),
      () => undefined,
      closing,
    );
    const database = await openDatabase({ connection, applicationName: 'granary-migrate' });
    closing.unshift(() => database.close());
    return await prepareDatabase(database, () => undefined);
  } finally {
    await close();
  }
}

/**
 * The server named by DATABASE_URL, or the embedded one: started here, or, for
 * a worker, the one that a Granary on this data folder already runs.
 */
async function connectionFor(
  role: Role,
  config: Config,
  log: Logger,
  step: (name: string) => void,
  closing: (() => Promise<unknown>)[],
): Promise<Parameters<typeof openDatabase>[0]['connection']> {
  if (config.databaseUrl !== undefined) return config.databaseUrl;
  const running = role === 'work' ? runningEmbeddedPostgres(config.dataDir) : undefined;
  if (running !== undefined) return running;
  step('starting the embedded PostgreSQL');
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  closing.unshift(() => embedded.stop());
  return embedded.clientConfig;
}

/** Migrations and the job queue's tables; returns the migrations applied now. */
async function prepareDatabase(database: Database, step: (name: string) => void): Promise<string[]> {
  step('bringing the schema up to date');
  const applied = await migrate(database);
  if (applied.length > 0) await installJobs(database);
  return applied;
}

async function firstOrganization(app: App, options: StartOptions): Promise<Organization> {
  const [existing] = await app.identity.organizations();
  if (existing !== undefined) return existing;
  const wanted = options.firstOrganization ?? { name: 'My organization', isDemo: false };
  return app.identity.createOrganization({
    name: wanted.name,
    isDemo: wanted.isDemo,
    currency: 'EUR',
    locale: 'en-GB',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
}

async function listen(app: App, config: Config): Promise<string> {
  try {
    await app.http.listen({ port: config.port, host: config.host });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortTaken(config.port, config.host);
    throw error;
  }
  const bound = app.http.server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : config.port;
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Keeps address and token where only this user's terminal finds them. */
async function openTerminal(
  app: App,
  config: Config,
  organization: Organization,
  address: string | undefined,
): Promise<string> {
  const file = join(config.dataDir, terminalFileName);
  const existing = await readFile(file, 'utf8').then(
    (text) => (JSON.parse(text) as { token?: string }).token,
    () => undefined,
  );
  const token = await app.identity.openTerminal(organization.org_id, existing);
  if (address !== undefined) {
    await writeFile(file, `${JSON.stringify({ url: address, token, pid: process.pid })}\n`, { mode: 0o600 });
    await chmod(file, 0o600);
  }
  return token;
}

/** The log of this process, closed last of all. */
function openLog(config: Config, closing: (() => Promise<unknown>)[]): Logger {
  const file = openLogFile(join(config.dataDir, 'granary.log'));
  closing.push(() => file.close());
  return createLog(config.logLevel, file.destination);
}

async function readVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/** Closes in the reverse order of opening, once, however often it is asked. */
function closeOnce(closing: (() => Promise<unknown>)[]): () => Promise<void> {
  let closed: Promise<void> | undefined;
  const closeAll = async () => {
    for (const closeOne of closing.splice(0)) await closeOne();
  };
  return () => {
    closed ??= closeAll();
    return closed;
  };
}
