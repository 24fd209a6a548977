import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import pino from 'pino';
import { createApp } from '../packages/server/src/app.ts';
import { readConfig } from '../packages/server/src/config.ts';
import { readCredentials } from '../packages/server/src/platform/database/cluster.ts';
import {
  migrate,
  openDatabase,
  startEmbeddedPostgres,
} from '../packages/server/src/platform/database/index.ts';
import { installJobs } from '../packages/server/src/platform/jobs/runs.ts';
import { tryAuditChain } from './audit-chain/trial.ts';

/*
 * Trial 23, the audit chain: change, remove, insert, reorder a row.
 *   node trials/23-audit-chain.ts [--tamperings 1000] [--seed 23]
 * Ends with code 0 when every tampering is found, an untouched trail is never
 * accused, and a chain written anew is found by a saved head.
 */
const { values: flags } = parseArgs({
  options: {
    tamperings: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '23' },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'granary-trial-23-'));
const config = readConfig({ GRANARY_DATA_DIR: folder, PORT: '0' });
const postgres = await startEmbeddedPostgres({ dataDir: folder });
try {
  const database = await openDatabase({
    connection: postgres.clientConfig,
    applicationName: 'granary-trial',
  });
  await migrate(database);
  await installJobs(database);
  const log = pino({ level: 'silent' });
  const app = await createApp({ config, log, database, databaseKind: 'embedded', version: '0.0.0-trial' });
  const attacker = new pg.Pool({
    ...postgres.clientConfig,
    user: 'postgres',
    password: readCredentials(postgres.home).superuserPassword,
    max: 1,
  });
  try {
    const startedAt = performance.now();
    const result = await tryAuditChain(app, database, {
      attacker,
      tamperings: Number(flags.tamperings),
      seed: Number(flags.seed),
      changes: 40,
    });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const { rewritten } = result;
    process.stdout.write(
      [
        `found ${result.found} of ${result.tamperings} tamperings in ${seconds} s (seed ${flags.seed})`,
        `named by their kind: ${result.namedRight} of ${result.nameable} that leave one reading`,
        `untouched trail accused ${result.accusedWrongly} of ${result.untouchedAsked} times`,
        `chain written anew with its end: found ${rewritten.foundAlone} of ${rewritten.count} alone, ` +
          `${rewritten.foundBySavedHead} of ${rewritten.count} by a saved head`,
        ...result.missed.map((name) => `MISSED ${name}`),
        ...result.misnamed.slice(0, 10).map((name) => `called otherwise: ${name}`),
        '',
      ].join('\n'),
    );
    const isPassed =
      result.found === result.tamperings &&
      result.accusedWrongly === 0 &&
      rewritten.foundBySavedHead === rewritten.count;
    process.exitCode = isPassed ? 0 : 1;
  } finally {
    await attacker.end();
    await app.close();
    await database.close();
  }
} finally {
  await postgres.stop();
  await rm(postgres.home, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}
