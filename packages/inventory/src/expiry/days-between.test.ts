import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, sellableDays } from './days-between.ts';

describe('daysBetween', () => {
  it('counts 30 days from 31 January to 1 March of a leap year, 29 otherwise', () => {
    expect(daysBetween('2028-01-31', '2028-03-01')).toBe(30);
    expect(daysBetween('2027-01-31', '2027-03-01')).toBe(29);
    expect(daysBetween('2100-02-28', '2100-03-01')).toBe(1);
  });

  it('is negative for past dates', () => {
    expect(daysBetween('2027-03-09', '2027-03-01')).toBe(-8);
  });

  it('counts one day across a change of the clock', () => {
    expect(daysBetween('2027-03-28', '2027-03-29')).toBe(1);
    expect(daysBetween('2027-10-31', '2027-11-01')).toBe(1);
  });

  it('adds up along any three days', () => {
    const day = fc
      .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, day, (a, b, c) => {
        expect(daysBetween(a, b) + daysBetween(b, c)).toBe(daysBetween(a, c));
      }),
    );
  });

  it('refuses days that do not exist', () => {
    for (const date of ['2027-02-30', '2027-13-01', '2027-2-3', '09.03.2027', '']) {
      expect(() => daysBetween('2027-01-01', date)).toThrow(RangeError);
    }
  });
});

describe('sellableDays', () => {
  it('takes the handling margin off', () => {
    expect(
      sellableDays({ snapshotDate: '2027-03-01', expiryDate: '2027-03-09', handlingMarginDays: 2 }),
    ).toBe(6);
  });
});
