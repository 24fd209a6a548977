import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianOf } from './averages.ts';
import { seasonAndLevel } from './season-and-level.ts';

describe('seasonAndLevel', () => {
  it('takes a season and a level apart', () => {
    const season = [-10, 0, 10];
    const values = Float64Array.from({ length: 30 }, (_, index) => 50 + season[index % 3]!);
    const parts = seasonAndLevel(values, 3);
    expect(Array.from(parts.season)).toEqual(season);
    expect(Array.from(parts.level)).toEqual(new Array(30).fill(50));
    expect(Array.from(parts.rest)).toEqual(new Array(30).fill(0));
  });

  it('is not moved by one wrong value, and leaves it in the rest', () => {
    const values = new Float64Array(20).fill(5);
    values[9] = 1000;
    const { level, rest } = seasonAndLevel(values, 1);
    expect(Array.from(level)).toEqual(new Array(20).fill(5));
    expect(rest[9]).toBe(995);
  });

  it('has as level the median of the seven values around each, those that are known', () => {
    const number = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 40 }), (given) => {
        const values = Float64Array.from(given);
        const { level } = seasonAndLevel(values, 1);
        for (let index = 0; index < given.length; index++) {
          const around = values.subarray(Math.max(0, index - 3), index + 4);
          if (around.some((value) => !Number.isNaN(value))) expect(level[index]).toBe(medianOf(around));
        }
      }),
    );
  });

  it('stays unknown where nothing is known', () => {
    expect(seasonAndLevel(new Float64Array(3).fill(Number.NaN), 1).rest).toEqual(
      new Float64Array(3).fill(Number.NaN),
    );
    expect(seasonAndLevel(new Float64Array(0), 7).level).toEqual(new Float64Array(0));
  });
});
