import { coverage, dieboldMariano, meanAbsoluteError, naiveAbsoluteError } from '@granary/forecasting';
import type { BulkForecast, BulkResult, BulkSeries } from '@granary/forecasting/bulk';
import type { ReadSeries } from './build-series.ts';
import { type Method, withOrigin } from './forecast-ids.ts';
import { collectProblems } from './problems.ts';
import type { Layout } from './scan.ts';
import { type SourceOptions, seriesOf } from './series-source.ts';

/** How a model did on forecasts of the past. */
export interface ModelScore {
  model: string;
  /** mean absolute error over that of the seasonal naive forecast in the history, averaged over ids and origins */
  mase: number;
  /** sum of absolute errors over the sum of the values, all ids together */
  wape: number;
  /** sum of forecast minus actual over the sum of the values */
  bias: number;
  /** share of the actual values in each interval */
  coverage: { level: number; share: number }[];
  /** against the first model; absent for it, and where there are too few forecasts to tell */
  comparison?: { difference: number; probability: number };
}

export interface BacktestResult {
  scores: ModelScore[];
  /** forecasts made per model */
  forecasts: number;
  ids: number;
  /** ids that are too short for a single origin, and for all that were asked for */
  tooShort: number;
  shorter: number;
}

/** A history cut at a point of the past, and what came after. */
interface PastOrigin {
  series: BulkSeries;
  actual: Float64Array;
  /** windows before the last one: 0 is the latest */
  age: number;
}

const FEWEST_VALUES = 4;

/**
 * Forecasts of the past: every model is fitted to the values before each of several origins, `horizon` periods
 * apart, and compared with what came. Regressors are those that were known ahead.
 *
 * Models are compared by the test of Diebold and Mariano on their scaled absolute errors per period, averaged over
 * ids, in the order of time.
 */
export async function backtest(
  layout: Layout,
  {
    source,
    method,
    levels,
    origins,
  }: { source: SourceOptions; method: Method; levels: number[]; origins: number },
): Promise<BacktestResult> {
  const tallies = method.models.map(() => createTally({ levels, origins, horizon: method.horizon }));
  const counts = { ids: 0, tooShort: 0, shorter: 0, forecasts: 0 };
  for (const [index, model] of method.models.entries()) {
    const tally = tallies[index]!;
    const past = originsOf(seriesOf(layout, { ...source, problems: collectProblems() }), {
      ...{ horizon: method.horizon, origins, counts: index === 0 ? counts : undefined },
    });
    for await (const { origin, result } of withOrigin(past, { ...method, model })) {
      if (index === 0) counts.forecasts++;
      tally.add(origin, result);
    }
  }
  const scores = tallies.map((tally, index) => ({
    model: method.models[index]!,
    ...tally.score(),
    ...(index === 0 ? {} : comparisonOf(tallies[0]!.losses(), tally.losses(), method.horizon)),
  }));
  return { scores, ...counts };
}

async function* originsOf(
  source: AsyncIterable<ReadSeries>,
  options: {
    horizon: number;
    origins: number;
    counts: { ids: number; tooShort: number; shorter: number } | undefined;
  },
): AsyncGenerator<PastOrigin> {
  const { horizon, origins, counts } = options;
  for await (const { series } of source) {
    const values = series.values as Float64Array;
    const possible = Math.min(origins, Math.floor((values.length - FEWEST_VALUES) / horizon));
    if (counts !== undefined) {
      counts.ids++;
      if (possible < 1) counts.tooShort++;
      else if (possible < origins) counts.shorter++;
    }
    for (let age = possible - 1; age >= 0; age--) {
      const origin = values.length - (age + 1) * horizon;
      yield { series: knownAt(series, origin, horizon), actual: values.slice(origin, origin + horizon), age };
    }
  }
}

function knownAt(series: BulkSeries, origin: number, horizon: number): BulkSeries {
  const { regressors, ...rest } = series;
  const values = (series.values as Float64Array).slice(0, origin);
  if (regressors === undefined) return { ...rest, values };
  const known = regressors.map(({ name, values: all }) => ({
    name,
    values: (all as Float64Array).slice(0, origin + horizon),
  }));
  return { ...rest, values, regressors: known };
}

function createTally({ levels, origins, horizon }: { levels: number[]; origins: number; horizon: number }) {
  const sums = { scaled: 0, scaledCount: 0, absolute: 0, error: 0, size: 0 };
  const inside = levels.map(() => 0);
  let known = 0;
  const losses = new Float64Array(origins * horizon);
  const lossCounts = new Int32Array(origins * horizon);
  const addPeriods = ({ series, actual, age }: PastOrigin, { mean, quantiles }: BulkForecast) => {
    const scale = naiveAbsoluteError(series.values, lagOf(series));
    for (let step = 0; step < actual.length; step++) {
      const value = actual[step]!;
      if (Number.isNaN(value)) continue;
      const error = mean[step]! - value;
      sums.absolute += Math.abs(error);
      sums.error += error;
      sums.size += Math.abs(value);
      if (!(scale > 0)) continue;
      const place = (origins - 1 - age) * horizon + step;
      losses[place]! += Math.abs(error) / scale;
      lossCounts[place]!++;
    }
    const mase = meanAbsoluteError({ actual, forecast: mean }) / scale;
    if (Number.isFinite(mase)) {
      sums.scaled += mase;
      sums.scaledCount++;
    }
    const count = actual.filter((value) => !Number.isNaN(value)).length;
    known += count;
    for (const index of levels.keys()) {
      const [lower, upper] = [quantiles[levels.length - 1 - index]!, quantiles[levels.length + 1 + index]!];
      if (count > 0) inside[index]! += count * coverage({ actual, lower, upper });
    }
  };
  return {
    add(origin: PastOrigin, result: BulkResult): void {
      if (result.kind === 'forecast') addPeriods(origin, result);
    },
    losses: () => Float64Array.from(losses, (sum, place) => sum / lossCounts[place]!),
    score: () => ({
      mase: sums.scaled / sums.scaledCount,
      wape: sums.absolute / sums.size,
      bias: sums.error / sums.size,
      coverage: levels.map((level, index) => ({ level, share: inside[index]! / known })),
    }),
  };
}

/** The shortest season that the history shows; 1 if it shows none. */
function lagOf({ seasonalPeriods = [], values }: BulkSeries): number {
  return seasonalPeriods.find((season) => 2 * season <= values.length) ?? 1;
}

function comparisonOf(
  first: Float64Array,
  other: Float64Array,
  horizon: number,
): Pick<ModelScore, 'comparison'> {
  const known = [...first.keys()].filter(
    (place) => Number.isFinite(first[place]!) && Number.isFinite(other[place]!),
  );
  if (known.length <= Math.max(2, horizon)) return {};
  const { meanDifference, probability } = dieboldMariano({
    first: Float64Array.from(known, (place) => other[place]!),
    second: Float64Array.from(known, (place) => first[place]!),
    horizon,
  });
  return { comparison: { difference: meanDifference, probability } };
}
