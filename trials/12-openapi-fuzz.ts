import { parseArgs } from 'node:util';
import {
  createExampleCompany,
  type ExampleCompany,
} from '../packages/server/test/contract/example-company.ts';
import { sendExample } from '../packages/server/test/contract/examples.ts';
import { fuzzRoutes } from '../packages/server/test/contract/fuzz-routes.ts';
import { preparations } from '../packages/server/test/contract/preparations.ts';
import { shownReach } from '../packages/server/test/reached.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 12, the API against its own document: generated requests to every
 * operation, most of them fitting, the rest broken in one place.
 *   node trials/12-openapi-fuzz.ts [--runs 200] [--route "POST /actions"] [--seed 2027]
 * Ends with code 0 when no reply is 5xx, each reply has a documented status,
 * code, media type and shape with nothing added, and none tells of the inside;
 * when each operation answers its own example with success, and the generated
 * requests came to the code behind each.
 */
/** One request in so many must come to the code behind its route. */
const leastEntered = 4;

const { values: flags } = parseArgs({
  options: { runs: { type: 'string', default: '200' }, route: { type: 'string' }, seed: { type: 'string' } },
});

const isPassed = await withTrialDatabase('12', async (database) => {
  const company = await createExampleCompany(database);
  try {
    const examples = await sendExamples(company);
    const startedAt = performance.now();
    const result = await fuzzRoutes(company, Number(flags.runs), {
      only: (route) => flags.route === undefined || `${route.method} ${route.path}` === flags.route,
      seed: flags.seed === undefined ? undefined : Number(flags.seed),
    });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const { reached } = result;
    const uncovered = flags.route === undefined ? [...reached.unasked(), ...reached.unreached()] : [];
    process.stdout.write(
      [
        `${result.routes} operations x ${flags.runs}: ${result.requests} requests in ${seconds} s`,
        `${examples.answered} of ${company.app.routes.length} answer their example with success`,
        shownReach(reached),
        ...uncovered.map((route) => `NOT COVERED ${route}`),
        ...examples.failures,
        `${result.failures.length} operations broke the document`,
        ...result.failures,
        '',
      ].join('\n'),
    );
    const isCovered = uncovered.length === 0 && reached.entries > result.requests / leastEntered;
    return result.failures.length === 0 && examples.failures.length === 0 && result.routes > 0 && isCovered;
  } finally {
    await company.close();
  }
});
process.exitCode = isPassed ? 0 : 1;

/** Each operation once with the request that its document shows, before anything is broken. */
async function sendExamples(company: ExampleCompany): Promise<{ answered: number; failures: string[] }> {
  const failures: string[] = [];
  for (const route of company.app.routes) {
    const { statusCode, body } = await sendExample(company, route, preparations);
    const [expected] = Object.keys(route.reply);
    if (statusCode !== Number(expected) || statusCode >= 300)
      failures.push(
        `${route.method} ${route.path}: its example is answered ${statusCode} ${body.slice(0, 200)}`,
      );
  }
  return { answered: company.app.routes.length - failures.length, failures };
}
