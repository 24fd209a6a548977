export type SeasonKind = 'additive' | 'multiplicative';

/**
 * Seasonal factors (or additive effects) by the ratio (difference) to the centred moving average: averaged per
 * place in the season, then made to average 1 (to sum to 0).
 *
 * @param options.period at least 2; the series must have two seasons
 * @returns one per place, of which place 0 is that of `values[0]`; undefined where there are none: a moving
 *   average that is not positive everywhere, or a factor that is not
 * @see Kendall, Stuart (1983), The Advanced Theory of Statistics, vol. 3, pp. 410–414, as in R's decompose
 */
export function classicalDecomposition(
  values: Float64Array,
  options: { period: number; kind: SeasonKind },
): Float64Array | undefined {
  const { period, kind } = options;
  const n = values.length;
  if (n < 2 * period) return undefined;
  const multiplicative = kind === 'multiplicative';
  const half = period >> 1;
  const even = period % 2 === 0;
  const sums = new Float64Array(period);
  const counts = new Int32Array(period);
  for (let index = half; index < n - half; index++) {
    let total = even ? 0.5 * (values[index - half]! + values[index + half]!) : 0;
    const first = even ? index - half + 1 : index - half;
    for (let place = first; place <= index + half - (even ? 1 : 0); place++) total += values[place]!;
    const trend = total / period;
    if (multiplicative && !(trend > 0)) return undefined;
    const place = index % period;
    sums[place]! += multiplicative ? values[index]! / trend : values[index]! - trend;
    counts[place]!++;
  }
  return normalised(sums, counts, multiplicative);
}

/** Factors below this are no factors: dividing by them would make noise of a value. */
const SMALLEST_FACTOR = 1e-4;

function normalised(
  sums: Float64Array,
  counts: Int32Array,
  multiplicative: boolean,
): Float64Array | undefined {
  let total = 0;
  for (let place = 0; place < sums.length; place++) {
    if (counts[place] === 0) return undefined;
    sums[place]! /= counts[place]!;
    total += sums[place]!;
  }
  const average = total / sums.length;
  for (let place = 0; place < sums.length; place++) {
    if (!multiplicative) sums[place]! -= average;
    else {
      sums[place]! /= average;
      if (!(sums[place]! > SMALLEST_FACTOR)) return undefined;
    }
  }
  return sums;
}
