import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNodeQueue, type NodeQueue } from './node-queue.ts';

function takeAll(queue: NodeQueue): number[] {
  const taken: number[] = [];
  while (!queue.isEmpty()) taken.push(queue.takeSmallest());
  return taken;
}

describe('a queue of nodes', () => {
  it('gives the nearest first', () => {
    const queue = createNodeQueue(4);
    expect(queue.isEmpty()).toBe(true);
    queue.lower(2, 7);
    queue.lower(0, 3);
    queue.lower(3, 5);
    expect(queue.isEmpty()).toBe(false);
    expect(takeAll(queue)).toEqual([0, 3, 2]);
  });

  it('moves a node forward when its distance falls', () => {
    const queue = createNodeQueue(5);
    for (const node of [0, 1, 2, 3, 4]) queue.lower(node, 10 + node);
    queue.lower(4, 1);
    queue.lower(3, 11.5);
    expect(takeAll(queue)).toEqual([4, 0, 1, 3, 2]);
  });

  it('takes a node again once it was taken', () => {
    const queue = createNodeQueue(2);
    queue.lower(1, 1);
    queue.lower(0, 2);
    expect(queue.takeSmallest()).toBe(1);
    queue.lower(1, 3);
    expect(takeAll(queue)).toEqual([0, 1]);
  });

  it('is empty after clearing and forgets where nodes stood', () => {
    const queue = createNodeQueue(3);
    for (const node of [0, 1, 2]) queue.lower(node, node);
    queue.clear();
    expect(queue.isEmpty()).toBe(true);
    queue.lower(2, 9);
    queue.lower(1, 4);
    expect(takeAll(queue)).toEqual([1, 2]);
  });

  it('gives any nodes in the order of the last distance each was lowered to', () => {
    const steps = fc.array(fc.tuple(fc.nat(9), fc.nat(100)), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (lowered) => {
        const queue = createNodeQueue(10);
        const nearest = new Map<number, number>();
        for (const [node, distance] of lowered) {
          if (distance >= (nearest.get(node) ?? Number.POSITIVE_INFINITY)) continue;
          nearest.set(node, distance);
          queue.lower(node, distance);
        }
        const taken = takeAll(queue);
        expect([...taken].sort()).toEqual([...nearest.keys()].sort());
        const distances = taken.map((node) => nearest.get(node)!);
        expect(distances).toEqual([...distances].sort((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });
});
