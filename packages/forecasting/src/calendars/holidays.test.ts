import { describe, expect, it } from 'vitest';
import { holidayRegressors, holidaysBetween } from './holidays.ts';

const datesOf = (options: Parameters<typeof holidaysBetween>[0], name: string): string[] =>
  holidaysBetween(options)
    .filter((holiday) => holiday.name.includes(name))
    .map(({ date }) => date);

describe('holidaysBetween', () => {
  it('knows Easter Monday in Germany', () => {
    // Gregorian computus: Easter Sundays 17 April 2022, 9 April 2023, 31 March 2024, 20 April 2025
    expect(datesOf({ country: 'DE', from: '2022-01-01', until: '2026-01-01' }, 'Easter Monday')).toEqual([
      '2022-04-18',
      '2023-04-10',
      '2024-04-01',
      '2025-04-21',
    ]);
  });

  it('knows the Carnival Tuesday of Rio de Janeiro, 47 days before Easter', () => {
    expect(
      datesOf({ country: 'BR', region: 'RJ', from: '2023-01-01', until: '2025-12-31' }, 'Carnaval'),
    ).toEqual(['2023-02-21', '2024-02-13', '2025-03-04']);
  });

  it('knows Thanksgiving, the fourth Thursday of November', () => {
    expect(datesOf({ country: 'US', from: '2021-01-01', until: '2025-01-01' }, 'Thanksgiving')).toEqual([
      '2021-11-25',
      '2022-11-24',
      '2023-11-23',
      '2024-11-28',
    ]);
  });

  it('knows the days of Id al-Fitr in Turkey', () => {
    // official: 10 to 12 April 2024
    expect(datesOf({ country: 'TR', from: '2024-01-01', until: '2025-01-01' }, 'al-Fitr')).toEqual([
      '2024-04-10',
      '2024-04-11',
      '2024-04-12',
    ]);
  });

  it('gives a substitute day the name of its holiday, in the year before too', () => {
    // 1 January 2022 was a Saturday: the Friday before was free
    expect(holidaysBetween({ country: 'US', from: '2021-12-26', until: '2022-01-03' })).toEqual([
      { date: '2021-12-31', name: "New Year's Day" },
      { date: '2022-01-01', name: "New Year's Day" },
    ]);
  });

  it('does not depend on the time zone of the machine', () => {
    const place = { country: 'BR', region: 'RJ', from: '2024-01-01', until: '2025-01-01' };
    const before = process.env.TZ;
    try {
      process.env.TZ = 'Pacific/Kiritimati';
      const east = holidaysBetween(place);
      process.env.TZ = 'Pacific/Pago_Pago';
      expect(holidaysBetween(place)).toEqual(east);
      expect(east.map(({ date }) => date)).toContain('2024-12-25');
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  it('refuses a country or region it does not know', () => {
    const span = { from: '2024-01-01', until: '2024-02-01' };
    expect(() => holidaysBetween({ country: 'XX', ...span })).toThrow(
      /country is 'XX'; it must be one of AD, /,
    );
    expect(() => holidaysBetween({ country: 'BR', region: 'XX', ...span })).toThrow(
      /region is 'XX'; in BR it must begin with one of AC, /,
    );
    expect(holidaysBetween({ country: 'BR', region: 'SP', ...span })).not.toEqual([]);
    expect(() => holidaysBetween({ country: 'US', region: 'LA/XX', ...span })).toThrow(
      /after 'LA\/' it must be/,
    );
    expect(holidaysBetween({ country: 'US', region: 'LA/NO', ...span })).not.toEqual([]);
  });
});

describe('holidayRegressors', () => {
  it('marks the day and the days of the window', () => {
    const columns = holidayRegressors({
      country: 'US',
      startDate: '2024-11-25',
      frequency: 'daily',
      periods: 7,
      before: 1,
      after: 2,
    });
    expect(columns.map(({ name, values }) => [name, [...Array.from(values)]])).toEqual([
      ['Thanksgiving Day -1', [0, 0, 1, 0, 0, 0, 0]],
      ['Thanksgiving Day', [0, 0, 0, 1, 0, 0, 0]],
      ['Thanksgiving Day +1', [0, 0, 0, 0, 1, 0, 0]],
      ['Thanksgiving Day +2', [0, 0, 0, 0, 0, 1, 0]],
    ]);
  });

  it('sees the window of a holiday that lies outside the span', () => {
    const columns = holidayRegressors({
      country: 'US',
      startDate: '2024-11-29',
      frequency: 'daily',
      periods: 2,
      after: 1,
    });
    expect(columns).toEqual([{ name: 'Thanksgiving Day +1', values: Float64Array.of(1, 0) }]);
  });

  it('counts the holidays of each week from Monday', () => {
    // Christmas 2023: Monday 25 and Tuesday 26 December; New Year: Monday 1 January 2024
    const columns = holidayRegressors({
      country: 'DE',
      startDate: '2023-12-18',
      frequency: 'weekly',
      periods: 3,
      grouping: 'together',
    });
    expect(columns).toEqual([{ name: 'holiday', values: Float64Array.of(0, 2, 1) }]);
  });

  it('counts holidays by month, from any day of the first', () => {
    // Bavaria 2024: April Easter Monday; May Labour Day, Ascension, Whit Monday, Corpus Christi
    const columns = holidayRegressors({
      country: 'DE',
      region: 'BY',
      startDate: '2024-04-15',
      frequency: 'monthly',
      periods: 3,
      grouping: 'together',
    });
    expect(columns).toEqual([{ name: 'holiday', values: Float64Array.of(1, 4, 0) }]);
  });

  it('refuses a window out of range', () => {
    const span = { country: 'US', startDate: '2024-11-25', frequency: 'daily', periods: 7 } as const;
    expect(() => holidayRegressors({ ...span, before: 31 })).toThrow(
      'before is 31; it must be a whole number from 0 to 30',
    );
    expect(() => holidayRegressors({ ...span, before: 30 })).not.toThrow();
    expect(() => holidayRegressors({ ...span, startDate: '2024-02-30' })).toThrow(
      /startDate is '2024-02-30'/,
    );
  });
});
