import type { BinnedFeatures } from './binned-features.ts';
import type { BoostedTrees } from './boost.ts';
import { addContributions, leafOf } from './tree.ts';

/**
 * @param startScores what the rows start from, where the model was trained with such
 * @returns the score of each row; the loss's `outcome` of it is the prediction
 */
export function scoresOf(
  model: BoostedTrees,
  table: BinnedFeatures,
  startScores?: Float64Array,
): Float64Array {
  const { bins, features, rows } = table;
  const scores = Float64Array.from(startScores ?? new Float64Array(rows).fill(model.start));
  for (const tree of model.trees) {
    for (let row = 0; row < rows; row++) scores[row]! += tree.value[leafOf(tree, bins, row * features)]!;
  }
  return scores;
}

/**
 * What each feature adds to the score of one row: `base` plus the sum of `features` is the score.
 *
 * @returns contributions in units of the score
 */
export function contributionsOf(
  model: BoostedTrees,
  table: BinnedFeatures,
  row: number,
): { base: number; features: Float64Array } {
  const features = new Float64Array(table.features);
  let base = model.start;
  for (const tree of model.trees) {
    base += tree.value[0]!;
    addContributions(tree, table.bins, row * table.features, features);
  }
  return { base, features };
}

/** @returns per feature its share of the gain of all splits; they sum to 1, or are all 0 without a split */
export function importanceOf(models: readonly BoostedTrees[], features: number): Float64Array {
  const gains = new Float64Array(features);
  let total = 0;
  for (const { trees } of models) {
    for (const { feature, gain } of trees) {
      for (let node = 0; node < feature.length; node++) {
        if (feature[node]! < 0) continue;
        gains[feature[node]!]! += gain[node]!;
        total += gain[node]!;
      }
    }
  }
  return total > 0 ? gains.map((gain) => gain / total) : gains;
}
