import { normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { aggregate } from './aggregate.ts';
import { fillPeriods } from './fill-periods.ts';
import { findLevelShifts } from './level-shifts.ts';
import { replaceOutliers } from './outliers.ts';
import { scalingOf } from './scaling.ts';
import { splitInTime } from './split.ts';

const DAYS = 200;
const FUTURE_WEEKS = 4;

/** Rows of 200 days from a Monday on, some missing, one wrong; days from `changedFrom` on are a thousand times higher. */
function rows(changedFrom: number) {
  const random = randomStream(21, 'rows');
  return Array.from({ length: DAYS }, (_, day) => {
    const usual = 100 + 20 * Math.sin((2 * Math.PI * day) / 7) + 5 * normal.sample(random);
    const value = day === 57 ? 5000 : usual;
    return {
      date: new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
      value: day >= changedFrom ? value * 1000 : value,
    };
  }).filter((_, day) => day % 17 !== 3);
}

/** All of data care, as it is known when the last four complete weeks are still to come. */
function preprocessed(changedFrom: number) {
  const { series } = fillPeriods(rows(changedFrom));
  const weeks = aggregate(series.values, { to: 'weekly', startDate: series.startDate });
  const complete = weeks.values.subarray(weeks.complete.first, weeks.complete.end);
  const { past, future } = splitInTime({ values: complete, seasonalPeriods: [4] }, { future: FUTURE_WEEKS });
  const clean = replaceOutliers(past);
  const shifted = findLevelShifts(clean.series);
  const scaling = scalingOf(shifted.adjusted.values, 'robust');
  return { clean, shifted, scaled: scaling.apply(shifted.adjusted.values), centre: scaling.centre, future };
}

describe('preprocessing', () => {
  it('lets no value of the future into the past', () => {
    // 200 days from a Monday are 28 weeks and 4 days: the past ends with week 24, day 168
    const { future, ...past } = preprocessed(DAYS);
    const { future: changedFuture, ...changedPast } = preprocessed(168);
    expect(changedPast).toEqual(past);
    expect(changedFuture[0]! / future[0]!).toBeCloseTo(1000, 6);
  });

  it('would show it if one did: a value of the past changes it', () => {
    expect(preprocessed(167).scaled).not.toEqual(preprocessed(DAYS).scaled);
  });

  it('mends what there is to mend', () => {
    const { clean, scaled } = preprocessed(DAYS);
    expect(scaled).toHaveLength(24);
    expect(clean.outliers.map(({ index }) => index)).toEqual([Math.floor(57 / 7)]);
    expect(scaled.every(Number.isFinite)).toBe(true);
  });
});
