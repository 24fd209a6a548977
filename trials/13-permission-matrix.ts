import { spawnSync } from 'node:child_process';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Verdict } from '../packages/server/test/matrix/judge.ts';
import { shownCounts, watchRoutes } from '../packages/server/test/reached.ts';

/*
 * Trial 13, the permission matrix: every route by every role, with its own and
 * with another organization's ids, as docs/permission-matrix.md says, and by
 * tokens for machines that hold the permission or another.
 *   node trials/13-permission-matrix.ts
 * Four passes, each in a process and on a database of its own: as built, without
 * row-level security, without the filters of the code, and without both, where
 * the judge must see what is not ours. Ends with code 0 when all are as they
 * should be.
 */
/** Answers with rows of ours in them: fewer, and it would say little that none of theirs is seen. */
const leastShown = 20;
const passes = ['nothing', 'row-security', 'filters', 'both'] as const;
type Pass = (typeof passes)[number];

const { values: flags } = parseArgs({ options: { without: { type: 'string' } } });

if (flags.without === undefined) {
  const failed = passes.filter((pass) => {
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--without', pass], {
      stdio: 'inherit',
    });
    return child.status !== 0;
  });
  process.exitCode = failed.length === 0 ? 0 : 1;
} else {
  process.exitCode = (await perform(flags.without as Pass)) ? 0 : 1;
}

async function perform(without: Pass): Promise<boolean> {
  if (without === 'filters' || without === 'both') takeOutFilters();
  const [
    { judgeMatrix },
    { judgeTokens },
    { readMatrix },
    { liftRowSecurity },
    { createTwoOrganizations },
    trial,
  ] = await Promise.all([
    import('../packages/server/test/matrix/judge.ts'),
    import('../packages/server/test/matrix/judge-tokens.ts'),
    import('../packages/server/test/matrix/matrix-file.ts'),
    import('../packages/server/test/matrix/row-security.ts'),
    import('../packages/server/test/matrix/two-organizations.ts'),
    import('./trial-database.ts'),
  ]);
  return trial.withTrialDatabase('13', async (database) => {
    const both = await createTwoOrganizations(database);
    try {
      if (without === 'row-security' || without === 'both') await liftRowSecurity(database);
      const startedAt = performance.now();
      const rows = readMatrix();
      const missing = both.app.routes
        .map(({ method, path }) => `${method} ${path}`)
        .filter((route) => !rows.some((row) => row.route === route))
        .map((route) => `${route} has no row`);
      const reached = watchRoutes(both.app.routes);
      const verdicts = [await judgeMatrix(both, rows), await judgeTokens(both, rows)];
      missing.push(...reached.unreached().map((route) => `the code of ${route} was never entered`));
      return verdicts
        .map((verdict, index) =>
          report(
            `without ${without}, ${index === 0 ? 'by role' : 'by token'}`,
            without,
            verdict,
            missing,
            performance.now() - startedAt,
          ),
        )
        .every(Boolean);
    } finally {
      await both.close();
    }
  });
}

function report(
  name: string,
  without: Pass,
  verdict: Verdict,
  missing: string[],
  milliseconds: number,
): boolean {
  const shown = verdict.problems.filter((problem) => problem.includes('shows what is not ours')).length;
  process.stdout.write(
    `${name}: ${verdict.asked} requests in ${(milliseconds / 1000).toFixed(1)} s, ` +
      `${verdict.showingOurs} showed our rows, ${shown} another organization's, ` +
      `${verdict.problems.length - shown} other answers than written, ${missing.length} routes not covered; ` +
      `answers ${shownCounts(verdict.statuses)}\n`,
  );
  // Without both walls the other organization's rows must be seen: else the judge is blind.
  if (without === 'both') return shown > 0;
  for (const problem of [...missing, ...verdict.problems].slice(0, 20))
    process.stdout.write(`  ${problem}\n`);
  return verdict.problems.length === 0 && missing.length === 0 && verdict.showingOurs >= leastShown;
}

/** In this process every statement goes to the database as it was written. The product has no such switch. */
function takeOutFilters(): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith('/platform/database/own-rows/index.ts')) return loaded;
      const source = `
        export { SharedTablesDialect } from './shared-tables.ts';
        export { NotOwnRows } from './tokens.ts';
        export const ownRowsOnly = (text, values) => ({ text, values: [...values] });`;
      return { ...loaded, source };
    },
  });
}
