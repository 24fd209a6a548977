import { describe, expect, it } from 'vitest';
import { usableSeries } from '../series/usable-series.ts';
import { chooseModel } from './choose-model.ts';

function choiceFor(units: number[]): { model: string; reason: string } {
  const { kind, reason } = chooseModel(usableSeries({ startDate: '2024-01-01', units }));
  return { model: kind.name, reason };
}
const days = (count: number, unitsOn: (day: number) => number): number[] =>
  Array.from({ length: count }, (_, day) => unitsOn(day));

describe('chooseModel', () => {
  it('takes level and week from four weeks of ordinary sales on', () => {
    expect(choiceFor(days(28, (day) => day % 4))).toEqual({
      model: 'weekday-negative-binomial',
      reason: 'Level and pattern of the week from 28 usable days.',
    });
    expect(choiceFor(days(27, (day) => day % 4)).model).toBe('window-average');
  });

  it('counts usable days, not calendar days', () => {
    expect(choiceFor(days(60, (day) => (day % 3 === 0 ? 5 : Number.NaN)))).toEqual({
      model: 'window-average',
      reason:
        'Average of 20 usable days: too few for a pattern of the week. 40 missing days (stock-out or closed) left out.',
    });
  });

  it('draws from the recorded days where sales are rare and in whole units', () => {
    const rare = days(300, (day) => (day % 20 === 3 ? 12 : 0));
    expect(choiceFor(rare)).toEqual({
      model: 'empirical',
      reason: 'Sold on 15 of 300 usable days: the recorded days themselves are drawn from.',
    });
    expect(choiceFor(rare.map((units) => units * 0.15)).model).toBe('weekday-negative-binomial');
  });

  it('says whether nothing sold or nothing is known', () => {
    expect(choiceFor(days(90, () => 0)).reason).toBe('Nothing sold on 90 usable days: no demand expected.');
    expect(choiceFor([0]).reason).toBe(
      'Nothing sold on 1 usable day: no demand expected, though so few days prove little.',
    );
    expect(choiceFor([]).reason).toBe('No usable day of history: demand is unknown, zero stands in for it.');
    expect(choiceFor([]).model).toBe('zero');
  });
});
