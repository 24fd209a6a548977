/** Nodes waiting in the order of their distance: a binary heap that knows where each node stands in it. */
export interface NodeQueue {
  isEmpty(): boolean;
  clear(): void;
  /** Puts a node in, or moves it forward: its distance may only fall. O(log n) */
  lower(node: number, distance: number): void;
  /** The node with the smallest distance, taken out; of equals any. O(log n) */
  takeSmallest(): number;
}

/** @param nodes nodes are 0 … nodes − 1 */
export function createNodeQueue(nodes: number): NodeQueue {
  const heap = new Int32Array(nodes);
  const key = new Float64Array(nodes);
  const place = new Int32Array(nodes).fill(-1);
  let length = 0;

  const put = (node: number, at: number) => {
    heap[at] = node;
    place[node] = at;
  };
  const rise = (node: number, from: number) => {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (key[heap[parent]!]! <= key[node]!) break;
      put(heap[parent]!, at);
      at = parent;
    }
    put(node, at);
  };
  const sink = (node: number) => {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && key[heap[child + 1]!]! < key[heap[child]!]!) child++;
      if (key[heap[child]!]! >= key[node]!) break;
      put(heap[child]!, at);
      at = child;
    }
    put(node, at);
  };

  return {
    isEmpty: () => length === 0,
    clear() {
      for (let at = 0; at < length; at++) place[heap[at]!] = -1;
      length = 0;
    },
    lower(node, distance) {
      key[node] = distance;
      rise(node, place[node]! < 0 ? length++ : place[node]!);
    },
    takeSmallest() {
      const first = heap[0]!;
      place[first] = -1;
      length--;
      if (length > 0) sink(heap[length]!);
      return first;
    },
  };
}
