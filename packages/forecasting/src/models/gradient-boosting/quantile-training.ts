import type { BinnedFeatures } from './binned-features.ts';
import { type BoostedTrees, boost } from './boost.ts';
import { scoresOf } from './boosted-trees.ts';
import { quantileLoss } from './losses/quantile-loss.ts';
import { tweedieLoss } from './losses/tweedie-loss.ts';

/** All that is needed to learn one quantile, or the mean; it can be copied to a thread. */
export interface QuantileTask {
  /** probability of the quantile; undefined for the mean of targets at least 0 */
  level: number | undefined;
  table: BinnedFeatures;
  targets: Float64Array;
  /** the best constant if undefined */
  startScores: Float64Array | undefined;
  /** rows from here on are the latest */
  latestFrom: number;
  /** what came after one late origin per series; predicted by a model that has not seen it */
  heldOut: BinnedFeatures;
  heldOutStart: Float64Array | undefined;
  options: {
    trees: number;
    learningRate: number;
    leaves: number;
    leafRows: number;
    rowShare: number;
    featureShare: number;
    seed: number | string;
  };
}

export interface TrainedQuantile {
  model: BoostedTrees;
  /** scores of the held-out rows, by the model trained on what was before them */
  heldOutScores: Float64Array;
}

/** A power between Poisson and gamma, as in most entries to M5. */
export const MEAN_LOSS = tweedieLoss(1.3);
/** Trees that may pass without improvement before training stops. */
const PATIENCE = 25;
/** [lambda] */
const SHRINKAGE = 1;
const DEPTH = 8;

/**
 * Trains twice: without the latest periods, which tell how many trees are worth having, and then so many trees on
 * everything, since the latest periods are also the most telling ones.
 */
export function trainQuantile(task: QuantileTask): TrainedQuantile {
  const { level, table, targets, startScores, heldOut } = task;
  const { trees, leafRows, ...rest } = task.options;
  const options = {
    ...rest,
    loss: level === undefined ? MEAN_LOSS : quantileLoss(level),
    depth: DEPTH,
    leafWeight: leafRows,
    shrinkage: SHRINKAGE,
    gain: 0,
    ...(startScores === undefined ? {} : { startScores }),
  };
  const judged = task.latestFrom < table.rows;
  const early = boost(table, targets, {
    ...options,
    trees,
    ...(judged ? { validationFrom: task.latestFrom, patience: PATIENCE } : {}),
  });
  const worthwhile = early.trees.length;
  const model = judged && worthwhile > 0 ? boost(table, targets, { ...options, trees: worthwhile }) : early;
  return { model, heldOutScores: scoresOf(early, heldOut, task.heldOutStart) };
}
