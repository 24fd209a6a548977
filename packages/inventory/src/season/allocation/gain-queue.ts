/** Stores by what the next units would gain there, the largest gain first; of equal gains the first store. */
export interface GainQueue {
  isEmpty(): boolean;
  clear(): void;
  /** @param store must not be in the queue */
  add(store: number, gain: number): void;
  /** The store with the largest gain. */
  first(): number;
  /** Its gain. */
  firstGain(): number;
  /** Gives the first store a new gain, at most the one it had. O(log n) */
  lowerFirst(gain: number): void;
  removeFirst(): void;
}

/** A binary heap in typed arrays. @param stores stores are 0 … stores − 1 */
export function createGainQueue(stores: number): GainQueue {
  const heap = new Int32Array(stores);
  const gains = new Float64Array(stores);
  let length = 0;

  const isBefore = (a: number, b: number) => gains[a]! > gains[b]! || (gains[a] === gains[b] && a < b);
  const settle = (store: number) => {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (isBefore(store, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = store;
  };

  return {
    isEmpty: () => length === 0,
    clear() {
      length = 0;
    },
    add(store, gain) {
      gains[store] = gain;
      let at = length++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (isBefore(heap[parent]!, store)) break;
        heap[at] = heap[parent]!;
        at = parent;
      }
      heap[at] = store;
    },
    first: () => heap[0]!,
    firstGain: () => gains[heap[0]!]!,
    lowerFirst(gain) {
      gains[heap[0]!] = gain;
      settle(heap[0]!);
    },
    removeFirst() {
      length--;
      if (length > 0) settle(heap[length]!);
    },
  };
}
