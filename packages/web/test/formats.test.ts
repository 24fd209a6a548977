import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFormats, daysBetween, todayIn } from '../src/ui/formats.ts';

const german = { locale: 'de-DE', currency: 'EUR', timeZone: 'Europe/Berlin' };
const fresh = createFormats({
  locale: 'en-GB',
  currency: 'EUR',
  timeZone: 'Europe/Paris',
  planningDay: '2027-03-08',
  clockDay: '2027-03-09',
});
const old = createFormats({
  locale: 'en-GB',
  currency: 'EUR',
  timeZone: 'Europe/Paris',
  planningDay: '2027-03-01',
  clockDay: '2027-03-09',
});

describe('money', () => {
  it('shows whole units from 1,000 and cents below', () => {
    expect([fresh.money(18420.4), fresh.money(999.5), fresh.money(0)]).toEqual(['€18,420', '€999.50', '€0']);
  });

  it('takes decimal strings as the API may send them', () => {
    expect(fresh.money('12.30')).toBe('€12.30');
  });

  it('writes a real minus sign, and a plus where asked', () => {
    expect([fresh.signedMoney(-402), fresh.signedMoney(304), fresh.signedMoney(0)]).toEqual([
      '−€402.00',
      '+€304.00',
      '€0',
    ]);
  });

  it('never shows minus nothing', () => {
    expect(fresh.money(-0)).toBe('€0');
    expect(fresh.quantity(-0)).toBe('0');
  });

  it('follows the locale of the organization', () => {
    const formats = createFormats({ ...german, planningDay: '2027-03-08', clockDay: '2027-03-09' });
    expect(formats.amount(1234567)).toBe('1.234.567');
    expect(formats.amount(12.5)).toBe('12,50');
  });

  it('gives a column one number of digits, that of its largest amount', () => {
    expect([fresh.columnDigits(999.99), fresh.columnDigits(1000)]).toEqual([2, 0]);
  });
});

describe('percentages', () => {
  it('keeps a decimal only where rounding would claim certainty', () => {
    expect([fresh.percent(0.81), fresh.percent(0.996), fresh.percent(1)]).toEqual(['81%', '99.6%', '100%']);
  });
});

describe('days', () => {
  it('names the weekday, and in another year the year instead', () => {
    expect([fresh.day('2027-03-09'), fresh.day('2028-03-09')]).toEqual(['Tue 9 Mar', '9 Mar 2028']);
  });

  it("counts from today with last evening's stock", () => {
    expect([
      fresh.fromToday('2027-03-09'),
      fresh.fromToday('2027-03-12'),
      fresh.fromToday('2027-03-08'),
    ]).toEqual(['today', 'in 3 days', '1 day ago']);
  });

  it('counts from the stock count when that is old, and says so', () => {
    expect([old.fromToday('2027-03-02'), old.fromToday('2027-03-01'), old.fromToday('2027-02-26')]).toEqual([
      '+1 day',
      'day of count',
      '−3 days',
    ]);
    expect(old.fromTodayBasis).toBe('Counted from the stock count of Mon 1 Mar 2027');
    expect(fresh.fromTodayBasis).toBeUndefined();
  });

  it('counts calendar days over the change to summer time', () => {
    // Europe changes on 28 March 2027: that day has 23 hours.
    expect(daysBetween('2027-03-27', '2027-03-29')).toBe(2);
  });

  it('finds the day in the time zone of the organization', () => {
    const lateEvening = new Date('2027-03-08T23:30:00Z');
    expect([todayIn('Europe/Berlin', lateEvening), todayIn('America/New_York', lateEvening)]).toEqual([
      '2027-03-09',
      '2027-03-08',
    ]);
  });

  it('counts back as many days as forth', () => {
    const day = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, (one, other) => {
        expect(daysBetween(one, other) + daysBetween(other, one)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
