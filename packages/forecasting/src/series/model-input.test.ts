import { describe, expect, it } from 'vitest';
import { inputUntil, readSeries } from './model-input.ts';

const NAN = Number.NaN;
const codes = (notes: readonly { code: string }[]) => notes.map(({ code }) => code);

describe('readSeries', () => {
  it('cuts off values in front of the first known one, and the regressors with them', () => {
    const input = readSeries({
      values: [NAN, NAN, 5, NAN, 7],
      regressors: [{ name: 'price', values: [1, 2, 3, 4, 5, 6] }],
    });
    expect([...input.values]).toEqual([5, 6, 7]);
    expect([...input.observed]).toEqual([5, NAN, 7]);
    expect([...Array.from(input.regressors[0]!.values)]).toEqual([3, 4, 5, 6]);
    expect(input).toMatchObject({ cutInFront: 2, observedCount: 2, mean: 6 });
  });

  it('reads null and undefined as missing, never as zero, and text as no number', () => {
    const values = [4, null, 6, undefined, '7', 8] as unknown as number[];
    const input = readSeries({ values });
    expect([...input.observed]).toEqual([4, NAN, 6, NAN, NAN, 8]);
    expect(input.mean).toBe(6);
    expect(codes(input.notes)).toEqual(['gaps-filled', 'not-a-number']);
    expect(input.notes[1]!.message).toBe('1 value beyond ±1e15, infinite or no number was read as missing.');
  });

  it('reads null in a regressor as missing, also where its front is cut off', () => {
    const values = [1, 2, null, 4] as unknown as number[];
    const input = readSeries({ values: [NAN, 5, 6], regressors: [{ name: 'price', values }] });
    expect([...Array.from(input.regressors[0]!.values)]).toEqual([2, NAN, 4]);
  });

  it('reads typed arrays as it reads plain ones', () => {
    const plain = readSeries({ values: [3, 1, 4, 1, 5] });
    expect(readSeries({ values: Int32Array.of(3, 1, 4, 1, 5) })).toEqual(plain);
    expect(readSeries({ values: Uint8Array.of(3, 1, 4, 1, 5) })).toEqual(plain);
  });

  it('keeps the seasons that the history shows twice, and names those it does not', () => {
    const values = new Float64Array(24).fill(1);
    const { seasonalPeriods, seasonalPeriod, notes } = readSeries({
      values,
      seasonalPeriods: [12, 4, 4, 13, 0, -7, 2.5, NAN, Number.POSITIVE_INFINITY, 1],
    });
    expect(seasonalPeriods).toEqual([4, 12]);
    expect(seasonalPeriod).toBe(12);
    expect(notes.map(({ message }) => message)).toEqual([
      'A season of 0 or -7 or 2.5 or NaN or Infinity periods is no whole number from 2: it was left out.',
      'A season of 13 periods needs two full seasons; there are 24 values: it was left out.',
    ]);
  });

  it('takes a series without negative values for one that has none ahead, unless told', () => {
    expect(readSeries({ values: [0, 2] }).nonNegative).toBe(true);
    expect(readSeries({ values: [0, -2] }).nonNegative).toBe(false);
    expect(readSeries({ values: [0, 2], nonNegative: false }).nonNegative).toBe(false);
  });
});

describe('inputUntil', () => {
  it('knows of the first values only: the last does not fill a gap before it', () => {
    const input = readSeries({ values: [2, NAN, NAN, 8] });
    expect([...input.values]).toEqual([2, 4, 6, 8]);
    expect([...inputUntil(input, 3).values]).toEqual([2, 2, 2]);
  });
});
