import { defineConfig } from 'vitest/config';

/** One runner for every package; server tests get their PostgreSQL from `globalSetup`. */
export default defineConfig({
  test: {
    // Most of a server test waits for PostgreSQL or a process: a core fewer than there are would stand idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'pure',
          setupFiles: ['property-seed.ts'],
          include: ['packages/{statistics,forecasting,inventory}/src/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'server',
          setupFiles: ['property-seed.ts'],
          include: ['packages/{server,client,cli}/{src,test}/**/*.test.ts', 'trials/**/*.test.ts'],
          globalSetup: ['packages/server/test/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          setupFiles: ['property-seed.ts'],
          include: ['packages/web/test/**/*.test.ts'],
          globalSetup: ['packages/server/test/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
