import type { BinnedFeatures } from './binned-features.ts';
import { fillHistogram, type HistogramLayout, subtractHistogram } from './histogram.ts';
import { bestSplit, type Split, type SplitLimits } from './split-search.ts';
import type { Tree } from './tree.ts';

export interface TreeLimits extends SplitLimits {
  /** most leaves, at least 2 */
  leaves: number;
  /** most splits between root and leaf */
  depth: number;
}

/** A tree and the rows of each of its leaves: `rows[from[node]..to[node])`. */
export interface GrownTree {
  tree: Tree;
  nodes: number;
  rows: Uint32Array;
  from: Int32Array;
  to: Int32Array;
}

interface OpenLeaf {
  node: number;
  depth: number;
  gradient: number;
  curvature: number;
  histogram: Float64Array | undefined;
  split: Split | undefined;
}

/** What stays the same for all trees of a model: memory is taken once. */
export interface TreeWorkspace {
  table: BinnedFeatures;
  layout: HistogramLayout;
  scratch: Uint32Array;
  spare: Float64Array[];
}

export function treeWorkspace(table: BinnedFeatures, layout: HistogramLayout): TreeWorkspace {
  return { table, layout, scratch: new Uint32Array(table.rows), spare: [] };
}

/**
 * Grows a tree leaf by leaf: the leaf whose split gains most is divided next. Of two children only the smaller
 * one is counted; the histogram of the other is the difference to their parent's. The value of a leaf is one
 * Newton step, -G / (H + lambda).
 *
 * @param rows the training rows of this tree; reordered so that each leaf is one stretch
 * @param used features it may divide by
 * @see Ke and others (2017), LightGBM, sections 2.1 and 2.2
 */
export function growTree(
  workspace: TreeWorkspace,
  rows: Uint32Array,
  used: Int32Array,
  gradients: Float64Array,
  curvatures: Float64Array,
  limits: TreeLimits,
): GrownTree {
  const grown = emptyTree(rows, 2 * limits.leaves - 1);
  const { tree } = grown;
  const sums = { gradient: 0, curvature: 0 };
  for (let index = 0; index < rows.length; index++) {
    sums.gradient += gradients[rows[index]!]!;
    sums.curvature += curvatures[rows[index]!]!;
  }
  const counted = (leaf: OpenLeaf): Float64Array => {
    const histogram = workspace.spare.pop() ?? new Float64Array(workspace.layout.length);
    const [from, to] = [grown.from[leaf.node]!, grown.to[leaf.node]!];
    fillHistogram(histogram, workspace.table, workspace.layout, used, rows, from, to, gradients, curvatures);
    return histogram;
  };
  const search = (leaf: OpenLeaf): void => {
    const { histogram, gradient, curvature } = leaf;
    leaf.split = bestSplit(histogram!, workspace.layout, used, gradient, curvature, limits);
  };
  const root: OpenLeaf = { node: 0, depth: 0, ...sums, histogram: undefined, split: undefined };
  tree.value[0] = leafValue(root, limits);
  root.histogram = counted(root);
  search(root);
  const open: OpenLeaf[] = [root];
  for (let leaves = 1; leaves < limits.leaves; leaves++) {
    const chosen = mostGain(open);
    if (chosen === undefined) break;
    open.splice(open.indexOf(chosen), 1);
    const children = divide(grown, chosen, workspace);
    for (const child of children) tree.value[child.node] = leafValue(child, limits);
    if (leaves + 1 < limits.leaves) {
      const worthy = children.map((child) => mayDivide(child, limits));
      if (worthy[0] || worthy[1]) {
        const firstSmaller = rowsIn(grown, children[0]) <= rowsIn(grown, children[1]);
        const [smaller, larger] = firstSmaller ? children : [children[1], children[0]];
        smaller.histogram = counted(smaller);
        larger.histogram = chosen.histogram!;
        chosen.histogram = undefined;
        subtractHistogram(larger.histogram, smaller.histogram);
      }
      children.forEach((child, index) => {
        if (worthy[index]) {
          search(child);
          open.push(child);
        } else if (child.histogram) workspace.spare.push(child.histogram);
      });
    }
    if (chosen.histogram) workspace.spare.push(chosen.histogram);
  }
  for (const leaf of open) if (leaf.histogram) workspace.spare.push(leaf.histogram);
  return grown;
}

function emptyTree(rows: Uint32Array, nodes: number): GrownTree {
  const tree: Tree = {
    feature: new Int32Array(nodes).fill(-1),
    bin: new Uint8Array(nodes),
    missingLeft: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    value: new Float64Array(nodes),
    gain: new Float64Array(nodes),
  };
  const to = new Int32Array(nodes);
  to[0] = rows.length;
  return { tree, nodes: 1, rows, from: new Int32Array(nodes), to };
}

function mostGain(open: readonly OpenLeaf[]): OpenLeaf | undefined {
  let best: OpenLeaf | undefined;
  let gain = 0;
  for (const leaf of open) {
    if (leaf.split!.gain > gain) {
      best = leaf;
      gain = leaf.split!.gain;
    }
  }
  return best;
}

function mayDivide({ depth, curvature }: OpenLeaf, limits: TreeLimits): boolean {
  return depth < limits.depth && curvature >= 2 * limits.leafWeight;
}

function rowsIn(grown: GrownTree, { node }: OpenLeaf): number {
  return grown.to[node]! - grown.from[node]!;
}

function leafValue({ gradient, curvature }: OpenLeaf, { shrinkage }: TreeLimits): number {
  return curvature + shrinkage > 0 ? -gradient / (curvature + shrinkage) : 0;
}

/** Divides the rows of a leaf, keeping their order on either side, and makes it an inner node. */
function divide(grown: GrownTree, leaf: OpenLeaf, { table, scratch }: TreeWorkspace): [OpenLeaf, OpenLeaf] {
  const { tree, rows } = grown;
  const { node } = leaf;
  const { feature, bin, missingLeft, gain, leftGradient, leftCurvature } = leaf.split!;
  const [from, to] = [grown.from[node]!, grown.to[node]!];
  const { bins, features } = table;
  let left = from;
  let right = 0;
  for (let index = from; index < to; index++) {
    const row = rows[index]!;
    const value = bins[row * features + feature]!;
    if (value === 0 ? missingLeft : value <= bin) rows[left++] = row;
    else scratch[right++] = row;
  }
  rows.set(scratch.subarray(0, right), left);
  tree.feature[node] = feature;
  tree.bin[node] = bin;
  tree.missingLeft[node] = missingLeft ? 1 : 0;
  tree.gain[node] = gain;
  const leftNode = grown.nodes++;
  const rightNode = grown.nodes++;
  tree.left[node] = leftNode;
  tree.right[node] = rightNode;
  grown.from[leftNode] = from;
  grown.to[leftNode] = left;
  grown.from[rightNode] = left;
  grown.to[rightNode] = to;
  const depth = leaf.depth + 1;
  const nothing = { histogram: undefined, split: undefined };
  return [
    { node: leftNode, depth, gradient: leftGradient, curvature: leftCurvature, ...nothing },
    {
      node: rightNode,
      depth,
      gradient: leaf.gradient - leftGradient,
      curvature: leaf.curvature - leftCurvature,
      ...nothing,
    },
  ];
}
