import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openProblemQueue } from './open-problem-queue.ts';

const problem = (bound: number) => ({ bound, state: new Uint8Array(0), branchLane: 0 });

describe('a queue of open problems', () => {
  it('gives the problem itself, the highest bound first', () => {
    const queue = openProblemQueue();
    expect(queue.isEmpty()).toBe(true);
    const [low, high] = [problem(1), problem(2)];
    queue.add(low);
    queue.add(high);
    expect(queue.takeHighestBound()).toBe(high);
    expect(queue.isEmpty()).toBe(false);
    expect(queue.takeHighestBound()).toBe(low);
    expect(queue.isEmpty()).toBe(true);
  });

  it('keeps the order while problems come and go', () => {
    const steps = fc.array(fc.option(fc.nat(50), { nil: undefined }), { maxLength: 80 });
    fc.assert(
      fc.property(steps, (bounds) => {
        const queue = openProblemQueue();
        const waiting: number[] = [];
        // A bound is added; undefined takes the highest.
        for (const bound of bounds) {
          if (bound !== undefined) {
            queue.add(problem(bound));
            waiting.push(bound);
            waiting.sort((a, b) => b - a);
          } else if (waiting.length > 0) {
            expect(queue.takeHighestBound().bound).toBe(waiting.shift());
          }
          expect(queue.isEmpty()).toBe(waiting.length === 0);
        }
        while (!queue.isEmpty()) expect(queue.takeHighestBound().bound).toBe(waiting.shift());
      }),
      { numRuns: 300 },
    );
  });
});
