import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { modelByName } from '@granary/forecasting';
import { M5_PROBABILITIES } from '../../packages/forecasting/src/accuracy/index.ts';
import { weeklyDemand } from './weekly-demand.ts';

/** Series from `from` (included) to `to` (excluded). */
export interface ScaleJob {
  from: number;
  to: number;
}

export interface ScaleResult extends ScaleJob {
  /** of all numbers forecast */
  digest: string;
  /** series by the model or form that forecast them */
  forms: Record<string, number>;
}

export interface ScaleSettings {
  model: string;
  horizon: number;
}

const { model: name, horizon } = workerData as ScaleSettings;
const model = modelByName(name);

parentPort?.on('message', (job: ScaleJob) => parentPort?.postMessage(forecast(job)));

/** Mean and nine quantiles of each series, as a run of the server would write them. */
function forecast({ from, to }: ScaleJob): ScaleResult {
  const hash = createHash('sha256');
  const forms: Record<string, number> = {};
  for (let index = from; index < to; index++) {
    const fitted = model.fit(weeklyDemand(index));
    const ahead = fitted.forecast(horizon);
    for (const values of [ahead.mean, ...M5_PROBABILITIES.map((level) => ahead.quantile(level))]) {
      if (!values.every(Number.isFinite)) throw new Error(`${name} forecast no number for series ${index}`);
      hash.update(values);
    }
    forms[fitted.model] = (forms[fitted.model] ?? 0) + 1;
  }
  return { from, to, digest: hash.digest('hex'), forms };
}
