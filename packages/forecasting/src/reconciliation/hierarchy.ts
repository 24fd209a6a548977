/** One leaf of a hierarchy with the groups it belongs to, for example an item at a store. */
export interface Leaf {
  id: string;
  /** name of each attribute, such as { region: 'north', category: 'dairy' } */
  groups?: Readonly<Record<string, string>>;
}

/** A sum of leaves, or a leaf itself. */
export interface HierarchyNode {
  id: string;
  /** the attributes it is summed over, 'total' for all leaves, 'leaf' for a leaf */
  level: string;
}

/**
 * Which sums the leaves add up to. Nodes are numbered: the sums first, in the order of the levels, then the leaves.
 * Memory grows with the number of leaves times the number of levels.
 */
export interface Hierarchy {
  nodes: readonly HierarchyNode[];
  sumCount: number;
  leafCount: number;
  /** leaves of sum i are `members[starts[i]]` to `members[starts[i + 1] - 1]`, as numbers from 0 among the leaves */
  starts: Int32Array;
  members: Int32Array;
}

/**
 * The hierarchy of leaves and the levels to sum them to. Levels may cross (region by region, and category by
 * category): the structure need not be a tree.
 *
 * @param options.levels attributes that make a level each: [['region'], ['region', 'store'], ['category']]; the
 *                       total of all leaves is always there
 * @throws RangeError if there is no leaf, an id occurs twice, or a leaf lacks an attribute of a level
 * @example
 * hierarchyOf({ leaves: [{ id: 'a', groups: { region: 'north' } }, { id: 'b', groups: { region: 'south' } }],
 *   levels: [['region']] }).nodes.map((node) => node.id) // ['total', 'region=north', 'region=south', 'a', 'b']
 */
export function hierarchyOf(options: {
  leaves: readonly Leaf[];
  levels: readonly (readonly string[])[];
}): Hierarchy {
  const { leaves, levels } = options;
  if (leaves.length === 0) throw new RangeError('leaves is empty; a hierarchy needs at least one leaf');
  checkUniqueIds(leaves);
  const nodes: HierarchyNode[] = [{ id: 'total', level: 'total' }];
  const sums: Int32Array[] = [Int32Array.from(leaves, (_, leaf) => leaf)];
  for (const attributes of levels) {
    for (const [id, members] of groupedBy(leaves, attributes)) {
      nodes.push({ id, level: attributes.join(' × ') });
      sums.push(Int32Array.from(members));
    }
  }
  for (const leaf of leaves) nodes.push({ id: leaf.id, level: 'leaf' });
  const starts = new Int32Array(sums.length + 1);
  for (let sum = 0; sum < sums.length; sum++) starts[sum + 1] = starts[sum]! + sums[sum]!.length;
  const members = new Int32Array(starts[sums.length]!);
  for (let sum = 0; sum < sums.length; sum++) members.set(sums[sum]!, starts[sum]!);
  return { nodes, sumCount: sums.length, leafCount: leaves.length, starts, members };
}

/**
 * Values of all nodes from those of the leaves, in one pass.
 *
 * @param leafValues one per leaf
 * @param into       where to write; a new array if left out
 */
export function sumUp(
  { sumCount, leafCount, starts, members }: Hierarchy,
  leafValues: Float64Array,
  into = new Float64Array(sumCount + leafCount),
): Float64Array {
  for (let sum = 0; sum < sumCount; sum++) {
    let total = 0;
    for (let index = starts[sum]!; index < starts[sum + 1]!; index++) total += leafValues[members[index]!]!;
    into[sum] = total;
  }
  for (let leaf = 0; leaf < leafCount; leaf++) into[sumCount + leaf] = leafValues[leaf]!;
  return into;
}

function groupedBy(leaves: readonly Leaf[], attributes: readonly string[]): Map<string, number[]> {
  if (attributes.length === 0) throw new RangeError('levels has an empty list; name at least one attribute');
  const groups = new Map<string, number[]>();
  for (let leaf = 0; leaf < leaves.length; leaf++) {
    const id = attributes.map((attribute) => `${attribute}=${groupOf(leaves[leaf]!, attribute)}`).join(', ');
    const members = groups.get(id);
    if (members) members.push(leaf);
    else groups.set(id, [leaf]);
  }
  return groups;
}

function groupOf(leaf: Leaf, attribute: string): string {
  const group = leaf.groups?.[attribute];
  if (group === undefined) {
    throw new RangeError(
      `leaf '${leaf.id}' has no ${attribute}; every leaf needs each attribute of the levels`,
    );
  }
  return group;
}

function checkUniqueIds(leaves: readonly Leaf[]): void {
  const seen = new Set<string>();
  for (const { id } of leaves) {
    if (seen.has(id)) throw new RangeError(`leaf '${id}' occurs twice; ids must differ`);
    seen.add(id);
  }
}
