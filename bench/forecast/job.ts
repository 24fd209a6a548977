import { modelByName } from '@granary/forecasting';
import { readDataSet, type SeriesCase } from './data-sets.ts';
import { type ForecastRow, forecastSeries } from './forecast-series.ts';

/** Some series of a data set, one after the other, with one model. */
export interface Job {
  set: string;
  model: string;
  ids: string[];
}

export interface JobSource {
  folder: string;
  /** whether to place the test values among sample paths */
  places: boolean;
}

/** What became of a job. */
export interface JobResult {
  rows: ForecastRow[];
  /** of each series without a row: what went wrong */
  failures: string[];
}

/** Before the clock counts, the code is run on other series for so long: compiled code is what is measured. */
const WARM_UP_MS = 500;
const WARM_UP_SERIES = 40;

/** Runs jobs, keeping the data sets it has read and remembering which models are warm. */
export function jobRunner({ folder, places }: JobSource): (job: Job) => JobResult {
  const sets = new Map<string, ReadonlyMap<string, SeriesCase>>();
  const warm = new Set<string>();
  return ({ set, model: name, ids }) => {
    let cases = sets.get(set);
    if (!cases) {
      cases = new Map(readDataSet({ folder, set }).map((at) => [at.id, at]));
      sets.set(set, cases);
    }
    const model = modelByName(name);
    const result: JobResult = { rows: [], failures: [] };
    const attempt = (at: SeriesCase): ForecastRow | undefined => {
      try {
        return forecastSeries(model, at, { places });
      } catch (error) {
        const trace = error instanceof Error ? error.stack : error;
        result.failures.push(`${name} failed on ${at.dataset} ${at.id}: ${trace}`);
        return undefined;
      }
    };
    if (!warm.has(`${set} ${name}`)) {
      warm.add(`${set} ${name}`);
      const end = performance.now() + WARM_UP_MS;
      for (const at of [...cases.values()].slice(0, WARM_UP_SERIES)) {
        if (performance.now() > end) break;
        attempt(at);
      }
      result.failures.length = 0;
    }
    for (const id of ids) {
      const row = attempt(cases.get(id)!);
      if (row) result.rows.push(row);
    }
    return result;
  };
}
