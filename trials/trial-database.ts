import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Database,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
} from '../packages/server/src/platform/database/index.ts';
import { installJobs } from '../packages/server/src/platform/jobs/runs.ts';

/** A PostgreSQL of the trial's own, migrated, in a temporary folder; gone when the work ends. */
export async function withTrialDatabase<Result>(
  trial: string,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), `granary-trial-${trial}-`));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  try {
    const database = await openDatabase({
      connection: postgres.clientConfig,
      applicationName: 'granary-trial',
    });
    try {
      await migrate(database);
      await installJobs(database);
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
    await rm(postgres.home, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }
}
