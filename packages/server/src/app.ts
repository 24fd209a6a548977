import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createActions } from './actions/index.ts';
import { createAnalytics } from './analytics/index.ts';
import { createCatalog } from './catalog/index.ts';
import { type Config, projectFolder } from './config.ts';
import { createDemand } from './demand/index.ts';
import { createExpiry } from './expiry/index.ts';
import { createIdentity, type Identity, type Protection, recordAudit } from './identity/index.ts';
import { createIngest } from './ingest/index.ts';
import { nightlyRun } from './nightly.ts';
import type { Declared, Platform } from './platform/capability.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Database } from './platform/database/index.ts';
import { createEvents } from './platform/events/events.ts';
import { registerSocket } from './platform/events/socket.ts';
import { type ErrorEntry, mergeErrors, platformErrors } from './platform/http/error-catalogue.ts';
import { ReplyCache } from './platform/http/reply-cache.ts';
import type { Route } from './platform/http/route.ts';
import { createHttp } from './platform/http/server.ts';
import { openInstallationSecret } from './platform/installation-secret.ts';
import { runErrors } from './platform/jobs/errors.ts';
import { runPermissions, runRoutes } from './platform/jobs/routes.ts';
import { createRuns } from './platform/jobs/runs.ts';
import { createThreads } from './platform/jobs/threads.ts';
import { createMail } from './platform/mail/mail.ts';
import { createOps } from './platform/ops/index.ts';
import { createOutside } from './platform/outside/outside.ts';
import type { PersonalTable } from './platform/personal-data/personal-table.ts';
import { platformPersonalData } from './platform/personal-data/platform-tables.ts';
import { seasonDeclared } from './season/index.ts';
import { createStock } from './stock/index.ts';

export interface App {
  http: FastifyInstance;
  platform: Platform;
  identity: Identity;
  protection: Protection;
  permissions: Record<string, string>;
  /** Every route of every capability, as declared. */
  routes: readonly Route[];
  /** Every table that holds values about people. */
  personalData: readonly PersonalTable[];
  /** Every error code with its entry in the catalogue. */
  errors: Record<string, ErrorEntry>;
  close(): Promise<void>;
}

export interface AppOptions {
  config: Config;
  log: Logger;
  database: Database;
  databaseKind: 'embedded' | 'server';
  version: string;
  /** Another than the machine's, for tests. */
  clock?: Clock;
}

/**
 * The assembly. A capability is created after those it uses, so this list is
 * the dependency graph and a cycle cannot be written.
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, log, database, databaseKind, version, clock = systemClock } = options;
  const secret = await openInstallationSecret(config.secret, config.secretFile);
  const events = await createEvents(database);
  const runs = await createRuns(database, events, log);
  const threads = createThreads(config.workerThreads);
  const outside = createOutside(log);
  const mail = createMail(
    { smtpUrl: config.smtpUrl, clearText: config.smtpClearText, from: config.mailFrom },
    outside,
    log,
  );
  const replies = new ReplyCache(config.replyCacheBytes, clock);
  const ops = createOps({ database, databaseKind, version, events, runs, outside, replies, log });
  const platform: Platform = {
    config,
    clock,
    secret,
    log,
    database,
    events,
    runs,
    threads,
    outside,
    mail,
    ops,
    replies,
  };

  const identity = createIdentity(platform);
  const catalog = createCatalog(platform);
  const stock = createStock(platform);
  const demand = createDemand(platform, { stock, version });
  const actions = createActions(platform);
  const expiry = createExpiry(platform, { catalog, stock, demand, actions });
  const analytics = createAnalytics(platform);
  const ingest = createIngest(platform, {
    datasets: [...catalog.datasets, ...stock.datasets, ...demand.datasets],
  });

  const capabilities: Declared[] = [
    catalog.declared,
    stock.declared,
    demand.declared,
    actions.declared,
    expiry.declared,
    seasonDeclared,
    analytics.declared,
    ingest.declared,
    {
      name: 'runs',
      permissions: runPermissions,
      errors: runErrors,
      routes: runRoutes(platform, recordAudit),
    },
    { name: 'platform', personalData: platformPersonalData },
    ops.declare(recordAudit),
  ];
  const declared: Declared[] = [
    identity.declare({
      permissions: capabilities.flatMap((capability) => Object.keys(capability.permissions ?? {})),
      personalData: capabilities.flatMap((capability) => capability.personalData ?? []),
      dataStatus: analytics.dataStatus,
      sentences: () => permissions,
      routes: () => routes,
    }),
    ...capabilities,
  ];
  const permissions = mergePermissions(declared);
  const errors = mergeErrors([platformErrors, ...declared.map((capability) => capability.errors)]);

  runs.define([
    ...declared.flatMap((capability) => capability.runs ?? []),
    nightlyRun(declared.flatMap((capability) => capability.nightly ?? [])),
  ]);

  const routes = declared.flatMap((capability) => capability.routes ?? []);
  const http = await createHttp({
    log,
    database,
    replies,
    secret,
    routes,
    shapes: declared.flatMap((capability) => capability.shapes ?? []),
    permissions,
    errors,
    authenticate: identity.service.authenticate,
    onRefused: identity.onRefused,
    onOutcome: [ops.onOutcome, identity.protection.onOutcome],
    refuseStranger: identity.protection.refuse,
    version,
    uploadMaxBytes: config.uploadMaxBytes,
    publicUrl: config.publicUrl,
    corsOrigins: config.corsOrigins,
    rateLimits: config.rateLimits,
    trustedProxies: config.trustedProxies,
    webFolder: join(projectFolder, 'packages/web/dist'),
  });
  registerSocket(http, events, {
    authenticate: identity.service.authenticate,
    comesFromOurPage: identity.comesFromOurPage,
  });

  return {
    http,
    platform,
    identity: identity.service,
    protection: identity.protection,
    permissions,
    routes,
    personalData: declared.flatMap((capability) => capability.personalData ?? []),
    errors,
    async close() {
      await closeHttp(http);
      await Promise.all([runs.stop(), mail.close()]);
      await identity.protection.close();
      await ops.close();
      await Promise.all([events.close(), threads.close()]);
    },
  };
}

const drainMs = 8_000;

/**
 * Lets requests under way finish, up to a limit. A browser keeps its idle
 * connections open; without help each would hold the stop for its keep-alive
 * time.
 */
async function closeHttp(http: FastifyInstance): Promise<void> {
  const idle = setInterval(() => http.server.closeIdleConnections(), 100);
  const limit = setTimeout(() => http.server.closeAllConnections(), drainMs);
  try {
    await http.close();
  } finally {
    clearInterval(idle);
    clearTimeout(limit);
  }
}

function mergePermissions(capabilities: Declared[]): Record<string, string> {
  const all: Record<string, string> = {};
  for (const capability of capabilities) {
    for (const [name, sentence] of Object.entries(capability.permissions ?? {})) {
      if (name in all) throw new Error(`two capabilities declare the permission ${name}`);
      all[name] = sentence;
    }
  }
  return all;
}
