/** A regression tree over binned features, as arrays over its nodes; node 0 is the root. */
export interface Tree {
  /** feature a node divides by; -1 at a leaf */
  feature: Int32Array;
  /** bins 1 to this one go left */
  bin: Uint8Array;
  /** whether missing values go left */
  missingLeft: Uint8Array;
  left: Int32Array;
  right: Int32Array;
  /** what a leaf adds to the score; at an inner node the average of its leaves, weighted by training rows */
  value: Float64Array;
  /** gain of a node's split; 0 at a leaf */
  gain: Float64Array;
}

/** @returns the leaf that the row starting at `bins[base]` belongs to */
export function leafOf(tree: Tree, bins: Uint8Array, base: number): number {
  const { feature, bin, missingLeft, left, right } = tree;
  let node = 0;
  for (let divides = feature[0]!; divides >= 0; divides = feature[node]!) {
    const value = bins[base + divides]!;
    const goesLeft = value === 0 ? missingLeft[node] === 1 : value <= bin[node]!;
    node = goesLeft ? left[node]! : right[node]!;
  }
  return node;
}

/**
 * Adds to `contributions` what each feature changed on the way of one row to its leaf: the change of the node
 * value at each split, credited to the feature of the split. They sum to leaf value minus root value.
 *
 * @see Saabas (2014), Interpreting random forests; cheap, but splits near the root get less credit than in SHAP
 */
export function addContributions(
  tree: Tree,
  bins: Uint8Array,
  base: number,
  contributions: Float64Array,
): void {
  let node = 0;
  while (tree.feature[node]! >= 0) {
    const divides = tree.feature[node]!;
    const value = bins[base + divides]!;
    const goesLeft = value === 0 ? tree.missingLeft[node] === 1 : value <= tree.bin[node]!;
    const next = goesLeft ? tree.left[node]! : tree.right[node]!;
    contributions[divides]! += tree.value[next]! - tree.value[node]!;
    node = next;
  }
}
