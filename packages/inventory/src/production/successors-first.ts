/**
 * Everything that can be reached from the given nodes, each after all it leads to. It keeps its own stack, so
 * that chains of any length are followed. Time grows with nodes + edges.
 *
 * @param nextOf what a node leads to; there must be no loop
 */
export function successorsFirst<T>(from: Iterable<T>, nextOf: (node: T) => readonly T[]): T[] {
  const done = new Set<T>();
  const open: { node: T; next: readonly T[]; at: number }[] = [];
  for (const start of from) {
    if (!done.has(start)) open.push({ node: start, next: nextOf(start), at: 0 });
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const node = top.next[top.at++];
      if (node === undefined) {
        done.add(top.node);
        open.pop();
      } else if (!done.has(node)) open.push({ node, next: nextOf(node), at: 0 });
    }
  }
  return [...done];
}
