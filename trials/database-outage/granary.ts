import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../packages/server/src/config.ts';
import { type RunningServer, startServer } from '../../packages/server/src/main.ts';

const noLimit = 1_000_000_000;

/** A Granary of the trial's own on a free port, answering over the network, without limits on how often it is asked. */
export async function withGranary<Result>(
  name: string,
  databaseUrl: string | undefined,
  work: (granary: RunningServer & { address: string }) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), `granary-trial-${name}-`));
  try {
    const config = {
      ...readConfig({
        GRANARY_DATA_DIR: join(folder, 'data'),
        PORT: '0',
        ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      }),
      loginAttemptsPerMinute: noLimit,
      rateLimits: { windowSeconds: 60, reads: noLimit, writes: noLimit, address: noLimit },
    };
    const granary = await startServer({
      role: 'start',
      config,
      firstOrganization: { name: 'Trial', isDemo: false },
    });
    try {
      if (granary.address === undefined) throw new Error('Granary has no address');
      return await work({ ...granary, address: granary.address });
    } finally {
      await granary.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
