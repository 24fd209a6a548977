import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { type App, createApp } from '../packages/server/src/app.ts';
import { readConfig } from '../packages/server/src/config.ts';
import type { Database } from '../packages/server/src/platform/database/index.ts';

/** The server of a trial and the headers of its owner's terminal. */
export interface TrialApp {
  app: App;
  orgId: string;
  headers: { authorization: string };
  close(): Promise<void>;
}

/** A server on the database of a trial, without limits on how much it is asked. */
export async function startTrialApp(
  database: Database,
  settings: Record<string, string> = {},
  log: Logger = pino({ level: 'silent' }),
  clock?: () => Date,
): Promise<TrialApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'granary-trial-app-'));
  const config = readConfig({
    GRANARY_DATA_DIR: dataDir,
    PORT: '0',
    GRANARY_WORKER_THREADS: '1',
    GRANARY_LIMIT_READS: '1000000000',
    GRANARY_LIMIT_WRITES: '1000000000',
    GRANARY_LIMIT_ADDRESS: '1000000000',
    GRANARY_LOGIN_ATTEMPTS_PER_MINUTE: '1000000',
    ...settings,
  });
  const version = '0.0.0-trial';
  const app = await createApp({ config, log, database, databaseKind: 'embedded', version, clock });
  const { org_id: orgId } = await app.identity.createOrganization({
    name: 'Trial',
    currency: 'EUR',
    locale: 'en-GB',
    timeZone: 'Europe/Paris',
    isDemo: false,
  });
  const authorization = `Bearer ${await app.identity.openTerminal(orgId, undefined)}`;
  return {
    app,
    orgId,
    headers: { authorization },
    async close() {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
