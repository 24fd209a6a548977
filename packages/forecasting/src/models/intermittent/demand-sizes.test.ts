import { describe, expect, it } from 'vitest';
import { demandSizes, meanOfSizes, SIZE_WAYS } from './demand-sizes.ts';

describe('demandSizes', () => {
  it('weighs a size by 0.97 for each period since', () => {
    const { seen, seenWeight } = demandSizes(Int32Array.of(2, 0, 5, -1, 2), { meanSize: 3 });
    expect(seen.get(5)).toBeCloseTo(0.97 ** 2, 14);
    expect(seen.get(2)).toBeCloseTo(1 + 0.97 ** 4, 14);
    expect(seenWeight).toBeCloseTo(1 + 0.97 ** 2 + 0.97 ** 4, 14);
  });

  it('scores the urn: the first size is new, the second was seen once', () => {
    // Sizes 1 and 1, mean size 1: a new size is 1 + a count with mean 0.02 and dispersion 1, so 1 with
    // probability 1 / 1.02. Then (1 + 1 × that) / 2 with one demand seen, next period, at smooth 1.
    const way = SIZE_WAYS.findIndex(({ smooth, dispersion }) => smooth === 1 && dispersion === 1);
    const fresh = 1 / 1.02;
    const weight = 0.97;
    expect(demandSizes(Int32Array.of(1, 1), { meanSize: 1 }).scores[way]).toBeCloseTo(
      Math.log(fresh) + Math.log((weight + fresh) / (weight + 1)),
      12,
    );
  });

  it('tells packs from sizes that never repeat', () => {
    const best = (cells: number[]): number => {
      const { scores } = demandSizes(Int32Array.from(cells), { meanSize: 30 });
      return SIZE_WAYS[scores.indexOf(Math.max(...scores))]!.smooth;
    };
    expect(best(Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? 12 : 60)))).toBe(1);
    expect(best(Array.from({ length: 40 }, (_, index) => 1 + ((index * 37) % 61)))).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it('averages sizes seen and new', () => {
    const sizes = demandSizes(Int32Array.of(4), { meanSize: 4 });
    const way = SIZE_WAYS.findIndex(({ smooth, dispersion }) => smooth === 6 && dispersion === 1);
    // One seen, weight 1; new with weight 6: both have mean 4.
    expect(meanOfSizes(sizes, way)).toBeCloseTo(4, 12);
  });

  it('does not overflow in a history of 100,000 periods', () => {
    const cells = new Int32Array(100_000).fill(0);
    for (let period = 0; period < 3000; period++) cells[period * 7] = 3;
    for (const quiet of [cells, cells.slice().reverse()]) {
      const sizes = demandSizes(quiet, { meanSize: 3 });
      expect(Number.isFinite(sizes.seenWeight)).toBe(true);
      expect(meanOfSizes(sizes, 0)).toBeCloseTo(3, 6);
    }
  });
});
