import { parseArgs } from 'node:util';
import { createExampleCompany } from '../packages/server/test/contract/example-company.ts';
import { fuzzRoutes } from '../packages/server/test/contract/fuzz-routes.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 12, the API against its own document: generated requests to every
 * operation, most of them fitting, the rest broken in one place.
 *   node trials/12-openapi-fuzz.ts [--runs 200] [--route "POST /actions"] [--seed 2027]
 * Ends with code 0 when no reply is 5xx, each reply has a documented status,
 * code, media type and shape with nothing added, and none tells of the inside.
 */
const { values: flags } = parseArgs({
  options: { runs: { type: 'string', default: '200' }, route: { type: 'string' }, seed: { type: 'string' } },
});

const isPassed = await withTrialDatabase('12', async (database) => {
  const company = await createExampleCompany(database);
  try {
    const startedAt = performance.now();
    const result = await fuzzRoutes(company, Number(flags.runs), {
      only: (route) => flags.route === undefined || `${route.method} ${route.path}` === flags.route,
      seed: flags.seed === undefined ? undefined : Number(flags.seed),
    });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const statuses = Object.entries(result.statuses).map(([status, count]) => `${status}: ${count}`);
    process.stdout.write(
      [
        `${result.routes} operations x ${flags.runs}: ${result.requests} requests in ${seconds} s`,
        `answers ${statuses.join(', ')}`,
        `${result.failures.length} operations broke the document`,
        ...result.failures,
        '',
      ].join('\n'),
    );
    return result.failures.length === 0 && result.routes > 0;
  } finally {
    await company.close();
  }
});
process.exitCode = isPassed ? 0 : 1;
