import { describe, expect, it } from 'vitest';
import { type ChartModel, chartCsv, chartTable } from '../src/ui/chart-model.ts';

const model: ChartModel = {
  days: ['2027-03-08', '2027-03-09'],
  unit: 'pcs a day',
  series: [{ name: 'Sold, "all" tills', kind: 'bar', tone: 'bar', values: [3, null] }],
  bands: [{ name: '80 %', tone: 'forecast', low: [null, 1], high: [null, 6.5], opacity: 0.2 }],
  marks: [],
  ticks: [{ name: 'Stock-out', tone: 'loss', shape: 'cross', days: new Set(['2027-03-08']) }],
};

describe('a chart as a table', () => {
  it('has a row for each day, a column for each line, two for each band, one for each kind of mark', () => {
    expect(chartTable(model)).toEqual({
      headings: ['Sold, "all" tills', '80 %, low', '80 %, high', 'Stock-out'],
      rows: [
        { day: '2027-03-08', cells: [3, null, null, 'yes'] },
        { day: '2027-03-09', cells: [null, 1, 6.5, null] },
      ],
    });
  });

  it('is exported with quoted headings and empty cells for what is not known', () => {
    expect(chartCsv(model)).toBe(
      '"date","Sold, ""all"" tills","80 %, low","80 %, high","Stock-out"\n2027-03-08,3,,,yes\n2027-03-09,,1,6.5,\n',
    );
  });
});
