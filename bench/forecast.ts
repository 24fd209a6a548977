import { modelByName } from '@granary/forecasting';
import { agreementReport } from './forecast/agreement.ts';
import { type BenchArguments, HELP, readArguments } from './forecast/arguments.ts';
import { evenly, readDataSet, type SeriesCase } from './forecast/data-sets.ts';
import type { Job } from './forecast/job.ts';
import { isMedian, medianRows, partsOf } from './forecast/median-rows.ts';
import { type OracleRow, readOracle } from './forecast/oracle.ts';
import { rankTable } from './forecast/rank-table.ts';
import { writeResults } from './forecast/result-file.ts';
import { runJobs } from './forecast/run-jobs.ts';
import { pitTable, scoreTable } from './forecast/score-table.ts';
import { scoresOf } from './forecast/scores.ts';
import { print } from './text-table.ts';

/**
 * How accurate, how well calibrated and how fast the forecasting models are on real demand: `--help` says what it
 * takes, what it writes and what the columns mean. A series on which a model fails has no row; it is named, and the exit code is 1.
 */

const ORACLE = 'oracle:';
/** Series per job: few enough that threads share the end of the work. */
const CHUNK = 8;

const options = askedFor(process.argv.slice(2));
if (options === undefined) print(HELP);
else if (options.agreement) print(agreementReport(options));
else await benchmark(options);

function askedFor(words: string[]): BenchArguments | undefined {
  try {
    return readArguments(words);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

async function benchmark({
  folder,
  sets,
  models,
  limit,
  cores,
  out,
  pit,
  ranks,
}: BenchArguments): Promise<void> {
  const own = [...new Set(models.filter((name) => !name.startsWith(ORACLE)).flatMap(partsOf))];
  for (const name of own) modelByName(name);
  const oracles = models
    .filter((name) => name.startsWith(ORACLE))
    .map((name) => readOracle(folder, name.slice(ORACLE.length)));
  const casesOf = new Map(sets.map((set) => [set, chosenCases({ folder, set, limit, oracles })]));
  const jobs = sets.flatMap((set) => own.flatMap((model) => jobsOf(casesOf.get(set)!, { set, model })));
  const { rows: ours, failures } = await runJobs(jobs, { cores, source: { folder, places: pit } });
  const rows = [
    ...ours,
    ...models.filter(isMedian).flatMap((name) => medianRows(name, ours)),
    ...oracles.flatMap((oracle) => [...oracle.values()]),
  ];
  const found = rows.filter(
    ({ dataset, id, model }) => models.includes(model) && casesOf.get(dataset)?.has(id),
  );
  if (out !== undefined) writeResults(out, found);
  const groups = sets.flatMap((set) =>
    models.map((model) => ({
      set,
      model,
      rows: found.filter((row) => row.dataset === set && row.model === model),
      cases: casesOf.get(set)!,
    })),
  );
  print(scoreTable(groups.map((group) => ({ ...group, scores: scoresOf(group.rows, group.cases) }))));
  if (ranks && models.length > 1) print(`\n${rankTable(groups)}`);
  if (pit) print(`\n${pitTable(groups)}`);
  if (failures.length > 0) {
    process.stderr.write(
      `\n${failures.length} forecasts failed and are missing above:\n${failures.join('\n')}\n`,
    );
    process.exitCode = 1;
  }
}

/** The series of a set that every oracle asked for has, or `limit` of them. */
function chosenCases(options: {
  folder: string;
  set: string;
  limit: number | undefined;
  oracles: ReadonlyMap<string, OracleRow>[];
}): ReadonlyMap<string, SeriesCase> {
  const { folder, set, limit, oracles } = options;
  const cases = readDataSet({ folder, set }).filter(({ id }) =>
    oracles.every((oracle) => oracle.has(`${set} ${id}`)),
  );
  if (cases.length === 0) throw new Error(`R has no such forecasts of ${set}`);
  return new Map(evenly(cases, limit ?? cases.length).map((at) => [at.id, at]));
}

function jobsOf(
  cases: ReadonlyMap<string, SeriesCase>,
  { set, model }: { set: string; model: string },
): Job[] {
  const ids = [...cases.keys()];
  const jobs: Job[] = [];
  for (let from = 0; from < ids.length; from += CHUNK) {
    jobs.push({ set, model, ids: ids.slice(from, from + CHUNK) });
  }
  return jobs;
}
