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

/** Before the clock counts, the code is run on other series for so long: compiled code is what is measured. */
const WARM_UP_MS = 500;
const WARM_UP_SERIES = 40;

/** Runs jobs, keeping the data sets it has read and remembering which models are warm. */
export function jobRunner({ folder, places }: JobSource): (job: Job) => ForecastRow[] {
  const sets = new Map<string, ReadonlyMap<string, SeriesCase>>();
  const warm = new Set<string>();
  return ({ set, model: name, ids }) => {
    let cases = sets.get(set);
    if (!cases) {
      cases = new Map(readDataSet({ folder, set }).map((at) => [at.id, at]));
      sets.set(set, cases);
    }
    const model = modelByName(name);
    const attempt = (at: SeriesCase): ForecastRow => {
      try {
        return forecastSeries(model, at, { places });
      } catch (error) {
        throw new Error(`${name} failed on ${at.dataset} ${at.id}`, { cause: error });
      }
    };
    if (!warm.has(`${set} ${name}`)) {
      warm.add(`${set} ${name}`);
      const end = performance.now() + WARM_UP_MS;
      for (const at of [...cases.values()].slice(0, WARM_UP_SERIES)) {
        if (performance.now() > end) break;
        attempt(at);
      }
    }
    return ids.map((id) => attempt(cases.get(id)!));
  };
}
