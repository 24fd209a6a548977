import type { DailyDemand } from './daily-demand.ts';
import { type SummaryOptions, summariseStock } from './stock-summary.ts';
import type { ProjectionDecisions, StockBatch } from './stock-types.ts';
import type { StockSummary } from './summary-types.ts';

/** One item at one location among many. */
export interface SeriesInput {
  /** names the series: its random numbers depend on it, and not on its place among the others */
  key: string;
  batches: StockBatch[];
  demand: DailyDemand;
  freshestFirstShare: number;
  decisions?: ProjectionDecisions;
}

export interface SeriesSummary {
  key: string;
  summary: StockSummary;
}

/**
 * Projects one series after the other and forgets each once it is handed over, so that memory is that of the
 * largest series, however many there are. A series gets the same bytes in any order and on any thread: give
 * each thread its share of the series and the same seed.
 *
 * @param options.paths paths to draw where demand is given as distributions, default 1,000
 * @throws RangeError that names the key of the series, and in it the parameter
 */
export function* projectSeries(
  series: Iterable<SeriesInput>,
  options: SummaryOptions & { seed: number | string; paths?: number },
): Generator<SeriesSummary> {
  const { paths, seed, ...summaryOptions } = options;
  for (const { key, ...input } of series) {
    const drawn = 'daily' in input.demand && paths !== undefined ? { paths } : {};
    yield {
      key,
      summary: summariseSeries(key, { ...input, ...drawn, ...summaryOptions, seed: `${seed}/${key}` }),
    };
  }
}

function summariseSeries(key: string, input: Parameters<typeof summariseStock>[0]): StockSummary {
  try {
    return summariseStock(input);
  } catch (error) {
    if (error instanceof RangeError)
      throw new RangeError(`series ${key}: ${error.message}`, { cause: error });
    throw error;
  }
}
