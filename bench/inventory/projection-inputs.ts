import type { SeriesInput, StockInput } from '@granary/inventory';
import { negativeBinomial, randomStream } from '@granary/statistics';

export const STREAM_PATHS = 200;
/** five batches over twenty days */
export const SERIES_BATCH_DAYS = 100;

/** Probabilities of negative-binomial demand of a variance of three times its mean. */
export function lumpyDemand(mean: number): number[] {
  const parameters = { mean, size: mean / 2 };
  const last = negativeBinomial.quantile(1 - 1e-12, parameters);
  const table = Array.from({ length: last }, (_, count) => negativeBinomial.pmf(count, parameters));
  return [...table, 1 - table.reduce((sum, each) => sum + each, 0)];
}

/** One series after the other, none of them kept. */
export function* manySeries(count: number): Generator<SeriesInput> {
  const demands = [0.5, 1, 2, 4, 8].map((mean) => ({ mean, pmf: lumpyDemand(mean) }));
  for (let index = 0; index < count; index++) {
    const random = randomStream(1, index);
    const { mean, pmf } = demands[index % demands.length]!;
    const batches = [4, 8, 12, 16, 20].map((sellableDays) => ({
      batchId: `until ${sellableDays}`,
      units: Math.floor(random.next() * mean * 8),
      sellableDays,
    }));
    yield {
      key: `series ${index}`,
      batches,
      demand: { daily: new Array(20).fill(pmf) },
      freshestFirstShare: index % 3 === 0 ? 0.2 : 0,
    };
  }
}

/** One item with very many batches, each of which can be sold on all of 100 days; half of them expire then. */
export function manyBatches(count: number): StockInput {
  const random = randomStream(2);
  const batches = Array.from({ length: count }, (_, index) => {
    const sellableDays = random.next() < 0.5 ? 100 : 101 + index;
    return { batchId: `batch ${index}`, units: Math.floor(random.next() * 40), sellableDays };
  });
  const demand = { daily: new Array(100).fill(lumpyDemand(count / 10)) };
  return { batches, demand, paths: STREAM_PATHS, freshestFirstShare: 0.2, seed: 1 };
}
