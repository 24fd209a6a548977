import { resolve } from 'node:path';

// Stryker copies the package before it changes it, so the tests there cannot find the oracles by a relative path.
process.env.GRANARY_ORACLES = resolve(
  import.meta.dirname,
  process.env.GRANARY_ORACLES ?? '../shared/oracles',
);

/**
 * Mutation testing of a pure package: Stryker changes one expression at a time and expects a test to fail.
 *
 * `npm run mutation` in the package tries every change; `npm run mutation -- --mutate src/quantile.ts` those of
 * one file, `--mutate 'src/expiry/!(*.test).ts'` those of a folder, and `--testFiles 'src/expiry/*.test.ts'` runs
 * those tests only. A second run tries again only what changed since (`--force` tries all). The report is
 * written to `reports/mutation` of the package.
 *
 * Not mutated are tests, what only tests use (`testing/`), and lists of exports. Changes of constants that are
 * computed once when a module loads are left out (`ignoreStatic`): each would run all tests in a new process.
 *
 * @param {{ notMutated?: string[] }} [options] further patterns to leave out
 */
export function mutationTesting({ notMutated = [] } = {}) {
  const leftOut = ['src/**/*.test.ts', 'src/**/testing/**', 'src/**/index.ts', ...notMutated];
  return {
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.mjs', related: true },
    plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    concurrency: 2,
    mutate: ['src/**/*.ts', ...leftOut.map((pattern) => `!${pattern}`)],
    ignorePatterns: ['dist', 'reports', '.stryker-*'],
    reporters: ['clear-text', 'progress', 'json'],
    clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
    jsonReporter: { fileName: 'reports/mutation/mutation.json' },
    incremental: true,
    incrementalFile: 'reports/mutation/incremental.json',
    tempDirName: '.stryker-tmp',
    dryRunTimeoutMinutes: 30,
  };
}
