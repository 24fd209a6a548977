import type { ForecastRow } from './forecast-series.ts';

const MEDIAN = 'median:';

/** Models a name asks for: `median:ets+theta` the two, any other itself. */
export function partsOf(name: string): string[] {
  return name.startsWith(MEDIAN) ? name.slice(MEDIAN.length).split('+') : [name];
}

export function isMedian(name: string): boolean {
  return name.startsWith(MEDIAN);
}

/**
 * The median of several models' forecasts of each series: of their means, and of their quantiles level by level. It
 * takes the time of all of them. What a combination could reach, before one is built.
 *
 * @param rows of every part; a series that not all parts have is left out
 */
export function medianRows(name: string, rows: ForecastRow[]): ForecastRow[] {
  const parts = new Set(partsOf(name));
  const bySeries = Map.groupBy(
    rows.filter(({ model }) => parts.has(model)),
    ({ dataset, id }) => `${dataset} ${id}`,
  );
  const complete = [...bySeries.values()].filter((members) => members.length === parts.size);
  return complete.map((members) => {
    const median = (values: (row: ForecastRow) => Float64Array): Float64Array => medians(members.map(values));
    const total = (seconds: (row: ForecastRow) => number): number =>
      members.reduce((sum, row) => sum + seconds(row), 0);
    const { dataset, id, quantiles } = members[0]!;
    return {
      dataset,
      id,
      model: name,
      form: members.map(({ form }) => form).join(' | '),
      aicc: undefined,
      logLikelihood: undefined,
      seconds: total((row) => row.seconds),
      meanSeconds: total((row) => row.meanSeconds),
      processorSeconds: total((row) => row.processorSeconds),
      mean: median((row) => row.mean),
      lower80: median((row) => row.lower80),
      upper80: median((row) => row.upper80),
      lower95: median((row) => row.lower95),
      upper95: median((row) => row.upper95),
      quantiles: quantiles.map((_, level) => median((row) => row.quantiles[level]!)),
    };
  });
}

function medians(members: Float64Array[]): Float64Array {
  const middle = members.length >> 1;
  return members[0]!.map((_, step) => {
    const sorted = Float64Array.from(members, (values) => values[step]!).sort();
    return members.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  });
}
