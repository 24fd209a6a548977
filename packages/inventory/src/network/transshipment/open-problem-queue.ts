/** A part of the search space of a branch and bound that has not been searched yet. */
export interface OpenProblem {
  /** no plan of this part saves more */
  bound: number;
  /** what is decided about each lane */
  state: Uint8Array;
  /** the lane to decide next; -1 when the relaxed plan is a true plan, so that nothing is left to decide */
  branchLane: number;
}

/** Open problems, the one with the highest bound first: a binary heap. */
export interface OpenProblemQueue {
  isEmpty(): boolean;
  add(problem: OpenProblem): void;
  takeHighestBound(): OpenProblem;
}

export function openProblemQueue(): OpenProblemQueue {
  const heap: OpenProblem[] = [];
  return {
    isEmpty: () => heap.length === 0,
    add(problem) {
      let at = heap.push(problem) - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (heap[parent]!.bound >= problem.bound) break;
        heap[at] = heap[parent]!;
        at = parent;
      }
      heap[at] = problem;
    },
    takeHighestBound() {
      const first = heap[0]!;
      const last = heap.pop()!;
      if (heap.length === 0) return first;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && heap[child + 1]!.bound > heap[child]!.bound) child++;
        if (heap[child]!.bound <= last.bound) break;
        heap[at] = heap[child]!;
        at = child;
      }
      heap[at] = last;
      return first;
    },
  };
}
