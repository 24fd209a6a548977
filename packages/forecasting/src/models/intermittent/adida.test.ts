import { describe, expect, it } from 'vitest';
import { adida } from './adida.ts';
import { smoothedBuckets } from './bucket-smoothing.ts';
import { demandBuckets, meanInterval } from './demand-buckets.ts';
import { imapa } from './imapa.ts';

const nan = Number.NaN;

describe('demandBuckets', () => {
  it('ends the last bucket with the history and leaves out what fills none', () => {
    const buckets = new Float64Array(7);
    expect(demandBuckets(Float64Array.of(9, 1, 2, 3, 4, 5, 6), 3, buckets)).toBe(2);
    expect(Array.from(buckets.subarray(0, 2))).toEqual([2, 5]);
  });

  it('averages what is known, and leaves out a bucket of which nothing is', () => {
    const buckets = new Float64Array(6);
    expect(demandBuckets(Float64Array.of(1, nan, nan, nan, 2, 4), 2, buckets)).toBe(2);
    expect(Array.from(buckets.subarray(0, 2))).toEqual([1, 3]);
  });

  it('takes all there is where the width is more', () => {
    const buckets = new Float64Array(2);
    expect(demandBuckets(Float64Array.of(1, 3), 5, buckets)).toBe(1);
    expect(buckets[0]).toBe(2);
  });
});

describe('meanInterval', () => {
  it('averages the waits up to each demand', () => {
    expect(meanInterval(Float64Array.of(0, 4, 0, 0, 6, 0))).toBe(2.5);
    expect(meanInterval(Float64Array.of(0, 4, nan, 0, nan, 0, 6))).toBe(2.5);
    expect(meanInterval(Float64Array.of(0, 0, 0))).toBe(3);
  });
});

describe('smoothedBuckets', () => {
  it('finds an alpha about as good as the best of a thousand', () => {
    const values = Float64Array.from(
      { length: 60 },
      (_, index) => Math.sin(index / 7) + ((index * 37) % 11) / 20,
    );
    const squares = (alpha: number): number => {
      let level = values[0]!;
      let sum = 0;
      for (const value of values.subarray(1)) {
        sum += (value - level) ** 2;
        level += alpha * (value - level);
      }
      return sum;
    };
    const best = Math.min(...Array.from({ length: 1000 }, (_, index) => squares((index + 1) / 1000)));
    expect(squares(smoothedBuckets(values, 60).alpha)).toBeLessThan(1.005 * best);
  });
});

describe('adida', () => {
  it('forecasts the demand per period of a steady pattern exactly', () => {
    const values = Array.from({ length: 40 }, (_, period) => (period % 4 === 3 ? 8 : 0));
    const fitted = adida.fit({ values });
    expect(fitted.form).toBe('adida(4)');
    expect(fitted.forecast(3).mean).toEqual(Float64Array.of(2, 2, 2));
  });

  it('has forecasts of the past for the periods of every bucket after the first', () => {
    const { fittedValues } = adida.fit({ values: [0, 4, 0, 4, 0, 4] });
    expect(Array.from(fittedValues)).toEqual([nan, nan, 2, 2, 2, 2]);
  });
});

describe('imapa', () => {
  it('averages the widths from one period to the mean interval', () => {
    const values = [0, 4, 0, 4, 0, 4, 0, 4];
    // Width 2 gives 2 exactly; width 1 smooths 0, 4, 0, 4 … with its own alpha.
    const single = smoothedBuckets(Float64Array.from(values), values.length).level;
    expect(imapa.fit({ values }).forecast(1).mean[0]).toBeCloseTo((single + 2) / 2, 14);
  });

  it('is simple exponential smoothing where every period has demand', () => {
    const values = [5, 3, 6, 4, 8, 7];
    const { level } = smoothedBuckets(Float64Array.from(values), values.length);
    expect(imapa.fit({ values }).forecast(1).mean[0]).toBe(level);
  });
});
