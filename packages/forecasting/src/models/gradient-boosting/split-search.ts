import type { HistogramLayout } from './histogram.ts';

/** The best way to divide a node; `gain` is 0 if none is worth it. */
export interface Split {
  gain: number;
  feature: number;
  /** bins 1 to `bin` go left */
  bin: number;
  missingLeft: boolean;
  leftGradient: number;
  leftCurvature: number;
}

export interface SplitLimits {
  /** [lambda] added to the curvature of a leaf */
  shrinkage: number;
  /** smallest sum of curvatures on either side */
  leafWeight: number;
  /** smallest gain */
  gain: number;
}

/**
 * Goes over all cut points of the features in `used`, with the missing values on either side.
 *
 * @param gradient  sum over the node [G]
 * @param curvature sum over the node [H]
 * @see Chen, Guestrin (2016), XGBoost: A Scalable Tree Boosting System, equation 7 and section 3.4
 */
export function bestSplit(
  histogram: Float64Array,
  layout: HistogramLayout,
  used: Int32Array,
  gradient: number,
  curvature: number,
  limits: SplitLimits,
): Split {
  const { shrinkage, leafWeight } = limits;
  const best: Split = {
    gain: 0,
    feature: -1,
    bin: 0,
    missingLeft: true,
    leftGradient: 0,
    leftCurvature: 0,
  };
  const undivided = (gradient * gradient) / (curvature + shrinkage);
  let bestScore = undivided + limits.gain;
  for (let place = 0; place < used.length; place++) {
    const feature = used[place]!;
    const start = layout.starts[feature]!;
    const lastBin = layout.binCounts[feature]! - 1;
    const missingGradient = histogram[start]!;
    const missingCurvature = histogram[start + 1]!;
    const sides = missingCurvature > 1e-9 ? 2 : 1;
    for (let side = 0; side < sides; side++) {
      let leftGradient = side === 0 ? missingGradient : 0;
      let leftCurvature = side === 0 ? missingCurvature : 0;
      // With the missing values on the right, all known values on the left is a split too.
      const end = side === 0 ? lastBin - 1 : lastBin;
      for (let bin = 1; bin <= end; bin++) {
        const cell = start + 2 * bin;
        leftGradient += histogram[cell]!;
        leftCurvature += histogram[cell + 1]!;
        if (leftCurvature < leafWeight) continue;
        const rightCurvature = curvature - leftCurvature;
        if (rightCurvature < leafWeight) break;
        const rightGradient = gradient - leftGradient;
        const score =
          (leftGradient * leftGradient) / (leftCurvature + shrinkage) +
          (rightGradient * rightGradient) / (rightCurvature + shrinkage);
        if (score > bestScore) {
          bestScore = score;
          best.gain = score - undivided;
          best.feature = feature;
          best.bin = bin;
          best.missingLeft = side === 0;
          best.leftGradient = leftGradient;
          best.leftCurvature = leftCurvature;
        }
      }
    }
  }
  return best;
}
