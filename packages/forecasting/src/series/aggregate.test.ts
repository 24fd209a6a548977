import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregate } from './aggregate.ts';

describe('aggregate', () => {
  it('adds days up to weeks from Monday and marks those that are incomplete', () => {
    // Friday 29 December 2023 to Tuesday 9 January 2024
    const weeks = aggregate([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], {
      to: 'weekly',
      startDate: '2023-12-29',
    });
    expect(weeks).toEqual({
      values: Float64Array.of(1 + 2 + 3, 4 + 5 + 6 + 7 + 8 + 9 + 10, 11 + 12),
      startDate: '2023-12-25',
      daysMissingAtStart: 4,
      daysMissingAtEnd: 5,
      complete: { first: 1, end: 2 },
    });
  });

  it('adds days up to months of the calendar', () => {
    const months = aggregate(new Float64Array(31 + 29 + 31).fill(1), {
      to: 'monthly',
      startDate: '2024-01-01',
    });
    expect(months).toMatchObject({
      values: Float64Array.of(31, 29, 31),
      daysMissingAtStart: 0,
      daysMissingAtEnd: 0,
      complete: { first: 0, end: 3 },
    });
  });

  it('scales a week with unknown days, or leaves it unknown', () => {
    const days = [1, 1, 1, 1, Number.NaN, Number.NaN, Number.NaN];
    const week = { to: 'weekly', startDate: '2024-01-01' } as const;
    expect(aggregate(days, week).values[0]).toBeCloseTo(4 * (7 / 4), 12);
    expect(aggregate(days, { ...week, unknownDays: 'unknown' }).values).toEqual(Float64Array.of(Number.NaN));
    expect(aggregate(days, { ...week, leastKnown: 0.6 }).values).toEqual(Float64Array.of(Number.NaN));
  });

  it('loses and invents nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 100 }),
        fc.integer({ min: 0, max: 20_000 }),
        fc.constantFrom('weekly' as const, 'monthly' as const),
        (days, start, to) => {
          const startDate = new Date(start * 86_400_000).toISOString().slice(0, 10);
          const { values } = aggregate(days, { to, startDate });
          const sum = (list: Iterable<number>) => [...list].reduce((a, b) => a + b, 0);
          expect(sum(values)).toBe(sum(days));
        },
      ),
    );
  });

  it('has no period of no days', () => {
    expect(aggregate([], { to: 'monthly', startDate: '2024-01-15' })).toMatchObject({
      values: new Float64Array(0),
      complete: { first: 0, end: 0 },
    });
  });

  it('refuses a share of days out of range', () => {
    const week = { to: 'weekly', startDate: '2024-01-01' } as const;
    expect(() => aggregate([1], { ...week, leastKnown: 0 })).toThrow(
      'leastKnown is 0; it must be above 0 and at most 1',
    );
    expect(() => aggregate([1], { ...week, leastKnown: 1 })).not.toThrow();
  });
});
