import { describe, expect, it } from 'vitest';
import { fillPeriods } from './fill-periods.ts';

const codes = (notes: readonly { code: string }[]) => notes.map(({ code }) => code);

describe('fillPeriods', () => {
  it('fills the days without a row as unknown, or as zero where asked', () => {
    const rows = [
      { date: '2024-02-28', value: 3 },
      { date: '2024-03-02', value: 5 },
      { date: '2024-02-29', value: 4 },
    ];
    const unknown = fillPeriods(rows);
    expect(unknown.series).toEqual({
      values: Float64Array.of(3, 4, Number.NaN, 5),
      startDate: '2024-02-28',
      frequency: 'daily',
      seasonalPeriods: [7],
    });
    expect(unknown.notes.map(({ message }) => message)).toEqual([
      '1 of 4 periods had no row: taken as unknown.',
    ]);
    expect(fillPeriods(rows, { absent: 'zero' }).series.values).toEqual(Float64Array.of(3, 4, 0, 5));
  });

  it('adds up the rows of one day and says so', () => {
    const filled = fillPeriods([
      { date: '2024-01-01', value: 3 },
      { date: '2024-01-01', value: 4 },
      { date: '2024-01-01', value: Number.NaN },
      { date: '2024-01-02', value: Number.NaN },
    ]);
    expect(filled.series.values).toEqual(Float64Array.of(7, Number.NaN));
    expect(codes(filled.notes)).toEqual(['duplicates-summed']);
  });

  it('infers weeks and months, with gaps among them', () => {
    const weekly = fillPeriods([
      { date: '2024-01-01', value: 1 },
      { date: '2024-01-08', value: 2 },
      { date: '2024-01-22', value: 4 },
    ]);
    expect(weekly.series.frequency).toBe('weekly');
    expect(weekly.series.values).toEqual(Float64Array.of(1, 2, Number.NaN, 4));
    const monthly = fillPeriods([
      { date: '2023-12-31', value: 1 },
      { date: '2024-01-31', value: 2 },
      { date: '2024-02-29', value: 3 },
      { date: '2024-04-30', value: 5 },
    ]);
    expect(monthly.series).toMatchObject({ frequency: 'monthly', startDate: '2023-12-01' });
    expect(monthly.series.values).toEqual(Float64Array.of(1, 2, 3, Number.NaN, 5));
  });

  it('goes on to the day until which there could be rows', () => {
    const filled = fillPeriods([{ date: '2024-01-01', value: 1 }], { until: '2024-01-03', absent: 'zero' });
    expect(filled.series.values).toEqual(Float64Array.of(1, 0, 0));
    expect(() => fillPeriods([], { until: '2024-13-01' })).toThrow(/until is '2024-13-01'/);
  });

  it('leaves out rows whose date is none, and says so', () => {
    const filled = fillPeriods([
      { date: '2024-02-30', value: 1 },
      { date: '2024-03-01', value: 2 },
      { date: 'yesterday', value: 3 },
    ]);
    expect(filled.series.values).toEqual(Float64Array.of(2));
    expect(filled.notes[0]).toEqual({
      code: 'dates-left-out',
      message: "2 rows were left out: the date is not of a calendar day 'YYYY-MM-DD'.",
    });
    expect(codes(fillPeriods([]).notes)).toEqual(['no-data']);
  });

  it('does not let one date far away make an endless series', () => {
    const rows = [
      { date: '0024-01-01', value: 1 },
      { date: '2024-01-02', value: 2 },
    ];
    const filled = fillPeriods(rows, { frequency: 'daily' });
    expect(filled.series.values).toHaveLength(73_000);
    expect(codes(filled.notes)).toContain('dates-left-out');
  });
});
