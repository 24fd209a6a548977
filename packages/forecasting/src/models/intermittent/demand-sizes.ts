import type { CountWeights } from '../../forecasts/count-table.ts';
import { logRising } from './negative-binomial-scores.ts';

/** The sizes of demands, as far as they are seen, and how well each way to predict them did. */
export interface DemandSizes {
  /** weight of each size seen, recent ones more; they add up to `seenWeight` */
  seen: Map<number, number>;
  seenWeight: number;
  /** expected size less one cell, for the sizes not seen */
  meanAboveOne: number;
  /** log-likelihood of each way in the order of `SIZE_WAYS` */
  scores: Float64Array;
}

/**
 * A way to predict the next size: one of those seen, or with weight `smooth` (counted in demands) a new one, that
 * is one cell and a negative binomial number of cells more with that dispersion. Infinity: always a new one.
 */
export interface SizeWay {
  smooth: number;
  dispersion: number;
}

export const SIZE_WAYS: readonly SizeWay[] = [1, 6, Number.POSITIVE_INFINITY].flatMap((smooth) =>
  [0.33, 1, 3].map((dispersion) => ({ smooth, dispersion })),
);

/** Weight of a size against one a period later, if left out. */
const USUAL_DISCOUNT = 0.97;

/** Relative weights begin anew here, long before they overflow. */
const LARGEST_SCALE = 1e100;

export interface SizeOptions {
  /** of the history, in cells: where the expected size begins, with the weight of one demand */
  meanSize: number;
  /** weight of a size against one a period later, above 0 and at most 1; 0.97 if left out */
  discount?: number | undefined;
}

/**
 * Predicts the size of each demand from those before it (a Pólya urn with a smooth base), so that a series that
 * comes in packs of 6 and 12 and one whose sizes never repeat are each told apart by likelihood.
 *
 * @param cells demand per period; zero and -1 (unknown) only let time pass
 */
export function demandSizes(
  cells: Int32Array,
  { meanSize, discount = USUAL_DISCOUNT }: SizeOptions,
): DemandSizes {
  const seen = new Map<number, number>();
  const scores = new Float64Array(SIZE_WAYS.length);
  const terms = new Float64Array(3);
  // Weights are kept relative to the present: `scale` grows instead of each weight falling.
  let scale = 1;
  let weight = 0;
  let sum = 0;
  for (let period = 0; period < cells.length; period++) {
    scale = Math.min(2 * LARGEST_SCALE, scale / discount);
    const demand = cells[period]!;
    if (demand <= 0) continue;
    const mean = Math.max(0.02, (sum + scale * meanSize) / (weight + scale) - 1);
    const before = seen.get(demand) ?? 0;
    for (let way = 0; way < SIZE_WAYS.length; way++) {
      const { smooth, dispersion } = SIZE_WAYS[way]!;
      if (way < 3) terms[way] = shiftedTerm(demand - 1, mean, dispersion);
      const term = terms[way % 3]!;
      scores[way]! += Math.log(
        smooth === Number.POSITIVE_INFINITY
          ? term
          : (before + scale * smooth * term) / (weight + scale * smooth),
      );
    }
    seen.set(demand, before + scale);
    weight += scale;
    sum += scale * demand;
    if (scale > LARGEST_SCALE) {
      for (const [size, share] of seen) seen.set(size, share / scale);
      weight /= scale;
      sum /= scale;
      scale = 1;
    }
  }
  for (const [size, share] of seen) seen.set(size, share / scale);
  return {
    seen,
    seenWeight: weight / scale,
    meanAboveOne: Math.max(0.02, (sum / scale + meanSize) / (weight / scale + 1) - 1),
    scores,
  };
}

/** Expected cells of the next demand. */
export function meanOfSizes(sizes: DemandSizes, way: number): number {
  if (sizes.seenWeight === 0) return 1 + sizes.meanAboveOne;
  let mean = 0;
  for (const [size, weight] of sizes.seen) mean += (size * weight) / sizes.seenWeight;
  const fresh = shareOfNew(sizes, way);
  return fresh * (1 + sizes.meanAboveOne) + (1 - fresh) * mean;
}

/** Adds the distribution of the next demand, times `weight`. */
export function addSizes(
  weights: CountWeights,
  sizes: DemandSizes,
  { way, weight }: { way: number; weight: number },
): void {
  const fresh = shareOfNew(sizes, way);
  if (fresh < 1) {
    const seen = (weight * (1 - fresh)) / sizes.seenWeight;
    for (const [size, share] of sizes.seen) weights.addAtom(size, seen * share);
  }
  weights.addNegativeBinomial({
    mean: sizes.meanAboveOne,
    dispersion: SIZE_WAYS[way]!.dispersion,
    weight: weight * fresh,
    shift: 1,
  });
}

/** Probability that the next size is drawn anew. */
function shareOfNew({ seenWeight }: DemandSizes, way: number): number {
  const { smooth } = SIZE_WAYS[way]!;
  return smooth === Number.POSITIVE_INFINITY ? 1 : smooth / (smooth + seenWeight);
}

/** Probability of a negative binomial count, never 0 in double precision, so that its logarithm exists. */
function shiftedTerm(count: number, mean: number, dispersion: number): number {
  const widened = 1 + dispersion * mean;
  const log =
    (count === 0 ? 0 : count * Math.log(mean / widened) + logRising(count, dispersion)) -
    Math.log(widened) / dispersion;
  return Math.max(1e-300, Math.exp(log));
}
