import { normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { replaceOutliers } from './outliers.ts';

/** 100 plus a week of ±30 plus noise of deviation 5. */
function weekly(length: number, seed: number): Float64Array {
  const random = randomStream(seed, 'outliers');
  return Float64Array.from(
    { length },
    (_, day) => 100 + 30 * Math.sin((2 * Math.PI * day) / 7) + 5 * normal.sample(random),
  );
}

describe('replaceOutliers', () => {
  it('finds a wrong value and puts level and season in its place', () => {
    const values = weekly(140, 1);
    const right = values[50]!;
    values[50] = 1000;
    const { series, outliers, notes } = replaceOutliers({ values, seasonalPeriods: [7] });
    expect(outliers.map(({ index }) => index)).toEqual([50]);
    expect(Math.abs(series.values[50]! - right)).toBeLessThan(20);
    expect(notes[0]!.message).toMatch(/^Outliers were replaced: 1000 by \d+(\.\d+)? \(value 51\)\.$/);
    expect(series.values[49]).toBe(values[49]);
  });

  it('knows the season: what is high on each Saturday is not an outlier, the same on a Tuesday is', () => {
    const values = Float64Array.from({ length: 140 }, (_, day) => (day % 7 === 5 ? 300 : 100) + (day % 3));
    expect(replaceOutliers({ values, seasonalPeriods: [7] }).outliers).toEqual([]);
    values[71] = 300;
    expect(replaceOutliers({ values, seasonalPeriods: [7] }).outliers.map(({ index }) => index)).toEqual([
      71,
    ]);
  });

  it('keeps promotions that a regressor explains, and drops the same spike where it does not', () => {
    const values = weekly(140, 2);
    const promotion = new Float64Array(150);
    for (const day of [30, 90]) {
      values[day]! *= 5;
      promotion[day] = 1;
    }
    const regressors = [{ name: 'promotion', values: promotion }];
    expect(replaceOutliers({ values, seasonalPeriods: [7], regressors }).outliers).toEqual([]);
    expect(replaceOutliers({ values, seasonalPeriods: [7] }).outliers.map(({ index }) => index)).toEqual([
      30, 90,
    ]);
  });

  it('leaves spikes that recur alone: they will recur', () => {
    const values = weekly(140, 3);
    for (let day = 5; day < 140; day += 11) values[day]! *= 5;
    expect(replaceOutliers({ values, seasonalPeriods: [7] }).outliers).toEqual([]);
  });

  it('touches hardly any clean series', () => {
    let touched = 0;
    for (let seed = 0; seed < 200; seed++) {
      touched +=
        replaceOutliers({ values: weekly(70, 100 + seed), seasonalPeriods: [7] }).outliers.length > 0 ? 1 : 0;
    }
    expect(touched).toBeLessThanOrEqual(4);
  });

  it('says nothing of short, constant, intermittent and unknown series', () => {
    for (const values of [
      [],
      [1, 1, 1000],
      new Array(50).fill(3),
      [...new Array(49).fill(3), 900],
      Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? 5 : 0)),
      new Array(50).fill(Number.NaN),
    ]) {
      expect(replaceOutliers({ values }).outliers).toEqual([]);
    }
  });

  it('does not depend on the unit', () => {
    const values = weekly(140, 1);
    values[50] = 1000;
    for (const unit of [1e-12, 1e12]) {
      const found = replaceOutliers({ values: values.map((value) => value * unit), seasonalPeriods: [7] });
      expect(found.outliers.map(({ index }) => index)).toEqual([50]);
    }
  });
});
