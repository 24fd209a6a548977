import { type RandomStream, randomStream } from '@granary/statistics';
import type { BinnedFeatures } from './binned-features.ts';
import { type GrownTree, growTree, treeWorkspace } from './grow-tree.ts';
import { histogramLayout } from './histogram.ts';
import type { Loss } from './losses/loss.ts';
import { leafOf, type Tree } from './tree.ts';

export interface BoostOptions {
  loss: Loss;
  /** most trees, 1 or more */
  trees: number;
  /** [nu] share of each tree's step that is taken, above 0, at most 1 */
  learningRate: number;
  /** most leaves of a tree, at least 2 */
  leaves: number;
  /** most splits between root and leaf, at least 1 */
  depth: number;
  /** smallest sum of curvatures in a leaf; the number of its rows where the loss is squared or a quantile */
  leafWeight: number;
  /** [lambda] at least 0 */
  shrinkage: number;
  /** smallest gain of a split, at least 0 */
  gain: number;
  /** share of the rows that each tree sees, above 0, at most 1 */
  rowShare: number;
  /** share of the features that each tree may use, above 0, at most 1 */
  featureShare: number;
  seed: number | string;
  /** what each row's score starts from, in units of the score; the best constant if left out */
  startScores?: Float64Array;
  /**
   * rows from this one on are not trained on: growing stops when `patience` trees did not lower their loss. Order
   * the rows by time, so that they are the latest. All rows are trained on if left out
   */
  validationFrom?: number;
  /** [20] */
  patience?: number;
}

/** A sum of trees: what it says of a row is `loss.outcome(start + the values of the row's leaves)`. */
export interface BoostedTrees {
  /** 0 if each row's score starts from its own */
  start: number;
  trees: readonly Tree[];
  /** mean validation loss of the trees kept; NaN without validation */
  validationLoss: number;
}

/**
 * Gradient boosting with histogram trees. Everything drawn is drawn from `seed` and the number of the tree, and
 * every sum runs in the order of the rows: the same input gives the same bytes anywhere. Time is proportional to
 * rows x features x (1 + about half the depth) x trees.
 *
 * @see Friedman (2001), Greedy Function Approximation: A Gradient Boosting Machine, algorithm 1
 * @see Friedman (2002), Stochastic Gradient Boosting
 */
export function boost(table: BinnedFeatures, targets: Float64Array, options: BoostOptions): BoostedTrees {
  const { loss, learningRate, rowShare, patience = 20 } = options;
  const trained = options.validationFrom ?? table.rows;
  const validated = trained < table.rows;
  const start = options.startScores ? 0 : loss.constantScore(targets.subarray(0, trained));
  const scores = Float64Array.from(options.startScores ?? new Float64Array(table.rows).fill(start));
  const gradients = new Float64Array(table.rows);
  const curvatures = new Float64Array(table.rows);
  const workspace = treeWorkspace(table, histogramLayout(table));
  const limits = {
    leaves: options.leaves,
    depth: options.depth,
    leafWeight: options.leafWeight,
    shrinkage: options.shrinkage,
    gain: options.gain,
  };
  const random = randomStream(options.seed, 'boost');
  const trees: Tree[] = [];
  let best = { loss: validated ? loss.meanLoss(targets, scores, trained) : Number.NaN, trees: 0 };
  for (let number = 0; number < options.trees; number++) {
    const draws = random.fork(`tree ${number}`);
    loss.derivatives(targets, scores, gradients, curvatures);
    const rows = chosenRows(trained, rowShare, draws);
    const used = chosenFeatures(table.features, options.featureShare, draws);
    const grown = growTree(workspace, rows, used, gradients, curvatures, limits);
    if (grown.nodes === 1) break;
    finishLeaves(grown, loss, targets, scores, learningRate);
    trees.push(grown.tree);
    addScores(grown.tree, table, scores);
    if (!validated) continue;
    const current = loss.meanLoss(targets, scores, trained);
    if (current < best.loss) best = { loss: current, trees: trees.length };
    else if (trees.length - best.trees >= patience) break;
  }
  return {
    start,
    trees: validated ? trees.slice(0, best.trees) : trees,
    validationLoss: best.loss,
  };
}

/** Each row with its own draw, in order; all of them if the share is 1. */
function chosenRows(rows: number, share: number, random: RandomStream): Uint32Array {
  const chosen = new Uint32Array(rows);
  let count = 0;
  const below = share * 4294967296;
  for (let row = 0; row < rows; row++) {
    if (share >= 1 || random.nextUint32() < below) chosen[count++] = row;
  }
  return chosen.subarray(0, count);
}

function chosenFeatures(features: number, share: number, random: RandomStream): Int32Array {
  const all = Int32Array.from({ length: features }, (_, feature) => feature);
  const count = Math.max(1, Math.round(share * features));
  for (let place = 0; place < count && count < features; place++) {
    const other = place + Math.floor(random.next() * (features - place));
    const swapped = all[place]!;
    all[place] = all[other]!;
    all[other] = swapped;
  }
  return all.subarray(0, count).sort();
}

/** Leaf values of the loss, times the learning rate; inner nodes get the average of their leaves. */
function finishLeaves(
  grown: GrownTree,
  loss: Loss,
  targets: Float64Array,
  scores: Float64Array,
  learningRate: number,
): void {
  const { tree, rows, from, to, nodes } = grown;
  const residuals = loss.leafValue ? new Float64Array(rows.length) : undefined;
  // Children have higher numbers than their parent.
  for (let node = nodes - 1; node >= 0; node--) {
    if (tree.feature[node]! >= 0) {
      const [left, right] = [tree.left[node]!, tree.right[node]!];
      const [leftRows, rightRows] = [to[left]! - from[left]!, to[right]! - from[right]!];
      tree.value[node] =
        (tree.value[left]! * leftRows + tree.value[right]! * rightRows) / (leftRows + rightRows);
      continue;
    }
    if (residuals) {
      for (let index = from[node]!; index < to[node]!; index++) {
        residuals[index] = targets[rows[index]!]! - scores[rows[index]!]!;
      }
      tree.value[node] = loss.leafValue!(residuals.subarray(from[node]!, to[node]!));
    }
    tree.value[node]! *= learningRate;
  }
}

function addScores(tree: Tree, table: BinnedFeatures, scores: Float64Array): void {
  const { bins, features, rows } = table;
  for (let row = 0; row < rows; row++) scores[row]! += tree.value[leafOf(tree, bins, row * features)]!;
}
