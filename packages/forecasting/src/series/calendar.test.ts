import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber, weekdayOf } from './calendar.ts';

describe('dayNumber and weekdayOf', () => {
  it('know the calendar: a leap day, a century, days before 1970', () => {
    expect(dayNumber('d', '2024-03-01') - dayNumber('d', '2024-02-28')).toBe(2);
    expect(dayNumber('d', '1970-01-01')).toBe(0);
    expect(weekdayOf(dayNumber('d', '2024-01-01'))).toBe(0); // Monday
    expect(weekdayOf(dayNumber('d', '2000-02-29'))).toBe(1); // Tuesday
    expect(weekdayOf(dayNumber('d', '1969-07-20'))).toBe(6); // Sunday
  });

  it('advance the weekday by one from each day to the next', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
        expect(weekdayOf(day + 1)).toBe((weekdayOf(day) + 1) % 7);
      }),
    );
  });

  it.each(['2023-02-29', '2024-13-01', '2024-1-1', '', '2024-01-01T00:00'])('refuse %s', (date) => {
    expect(() => dayNumber('startDate', date)).toThrow(`startDate is '${date}'`);
  });
});
