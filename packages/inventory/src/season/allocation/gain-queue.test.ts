import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGainQueue, type GainQueue } from './gain-queue.ts';

function takeAll(queue: GainQueue): number[] {
  const taken: number[] = [];
  for (; !queue.isEmpty(); queue.removeFirst()) taken.push(queue.first());
  return taken;
}

describe('a queue of gains', () => {
  it('gives the largest gain first, of equal gains the first store', () => {
    const queue = createGainQueue(4);
    expect(queue.isEmpty()).toBe(true);
    for (const [store, gain] of [
      [3, 5],
      [1, 7],
      [2, 5],
      [0, 5],
    ] as const) {
      queue.add(store, gain);
    }
    expect([queue.first(), queue.firstGain(), queue.isEmpty()]).toEqual([1, 7, false]);
    expect(takeAll(queue)).toEqual([1, 0, 2, 3]);
  });

  it('moves the first store back when its gain falls', () => {
    const queue = createGainQueue(3);
    queue.add(0, 9);
    queue.add(1, 8);
    queue.add(2, 7);
    queue.lowerFirst(7.5);
    expect([queue.first(), queue.firstGain()]).toEqual([1, 8]);
    queue.lowerFirst(7.5);
    expect(takeAll(queue)).toEqual([0, 1, 2]);
  });

  it('starts anew once cleared', () => {
    const queue = createGainQueue(2);
    queue.add(0, 1);
    queue.clear();
    expect(queue.isEmpty()).toBe(true);
    queue.add(1, 2);
    expect(takeAll(queue)).toEqual([1]);
  });

  it('hands out units as sorting all gains would', () => {
    const rows = fc.array(fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }), { maxLength: 9 });
    fc.assert(
      fc.property(rows, (unsorted) => {
        const gains = unsorted.map((row) => [...row].sort((a, b) => b - a));
        const queue = createGainQueue(gains.length);
        const next = gains.map(() => 0);
        gains.forEach((row, store) => {
          queue.add(store, row[0]!);
        });
        const given: string[] = [];
        while (!queue.isEmpty()) {
          const store = queue.first();
          given.push(`${queue.firstGain()} to ${store}`);
          const gain = gains[store]![++next[store]!];
          if (gain === undefined) queue.removeFirst();
          else queue.lowerFirst(gain);
        }
        const all = gains.flatMap((row, store) => row.map((gain) => ({ gain, store })));
        all.sort((a, b) => b.gain - a.gain || a.store - b.store);
        expect(given).toEqual(all.map(({ gain, store }) => `${gain} to ${store}`));
      }),
      { numRuns: 300 },
    );
  });
});
