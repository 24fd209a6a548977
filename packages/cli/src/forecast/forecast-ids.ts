import { type BulkResult, type BulkSeries, forecastAll } from '@granary/forecasting/bulk';
import type { ReadSeries } from './build-series.ts';
import { collectProblems } from './problems.ts';
import type { Layout } from './scan.ts';
import { type SourceOptions, seriesOf } from './series-source.ts';

/** One id: its history and what each model says, in the order in which they were asked for. */
export interface IdForecast {
  read: ReadSeries;
  results: BulkResult[];
}

export interface Method {
  models: readonly string[];
  horizon: number;
  quantiles: readonly number[];
  threads: number;
}

/** Quantiles of the central intervals, the median among them; ascending. */
export function quantilesOf(levels: readonly number[]): number[] {
  const half = levels.map((level) => level / 200);
  return [...half.map((one) => 0.5 - one).reverse(), 0.5, ...half.map((one) => 0.5 + one)];
}

/**
 * Forecasts every id of a file. Each model reads the file for itself, so that nothing has to be held; problems of
 * the file are collected once.
 */
export async function* forecastIds(
  layout: Layout,
  { source, method }: { source: SourceOptions; method: Method },
): AsyncGenerator<IdForecast> {
  const runs = method.models.map((model, index) => {
    const problems = index === 0 ? source.problems : collectProblems();
    return withOrigin(seriesOf(layout, { ...source, problems }), { ...method, model });
  });
  try {
    for (;;) {
      const next = await Promise.all(runs.map((run) => run.next()));
      const found = next.flatMap(({ value, done }) => (done ? [] : [value]));
      if (found.length === 0) return;
      yield { read: found[0]!.origin, results: found.map(({ result }) => result) };
    }
  } finally {
    await Promise.all(runs.map((run) => run.return(undefined)));
  }
}

/** Results beside what they were made from: they come in the order of the series. */
export async function* withOrigin<Origin extends { series: BulkSeries }>(
  origins: AsyncIterable<Origin>,
  method: Omit<Method, 'models'> & { model: string },
): AsyncGenerator<{ origin: Origin; result: BulkResult }, undefined> {
  const { model, horizon, quantiles, threads } = method;
  const waiting: Origin[] = [];
  async function* source(): AsyncGenerator<BulkSeries> {
    for await (const origin of origins) {
      waiting.push(origin);
      yield origin.series;
    }
  }
  const modelOptions = modelOptionsOf(model, horizon);
  const results = forecastAll({ source: source(), model, modelOptions, horizon, quantiles, threads });
  for await (const result of results) yield { origin: waiting.shift()!, result };
}

/** `auto` judges models by their errors up to the horizon. */
export function modelOptionsOf(model: string, horizon: number): object {
  return model === 'auto' ? { horizon } : {};
}
