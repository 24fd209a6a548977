import { defineConfig } from 'vitest/config';

/** Loading the server anew for each file would cost as much as its tests; a test leaves nothing behind in its process. */
const shared = { isolate: false, setupFiles: ['property-seed.ts'] };

/** One runner for every package; server tests get their PostgreSQL from `globalSetup`. */
export default defineConfig({
  test: {
    // Most of a server test waits for PostgreSQL or a process: a core fewer than there are would stand idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'pure',
          ...shared,
          include: ['packages/{statistics,forecasting,inventory}/src/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'server',
          ...shared,
          include: ['packages/{server,client,cli}/{src,test}/**/*.test.ts', 'trials/**/*.test.ts'],
          globalSetup: ['packages/server/test/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'browser',
          ...shared,
          include: ['packages/web/test/**/*.test.ts'],
          globalSetup: ['packages/server/test/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // One browser at a time, after everything else.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
