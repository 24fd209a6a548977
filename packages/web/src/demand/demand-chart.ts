import type { ChartModel } from '../ui/chart-model.ts';
import { type Formats, unitWord } from '../ui/formats.ts';
import type { ItemSeries } from './types.ts';

/** History as bars and the forecast as a median in two tints, with the days that need explaining marked below. */
export function demandChart(series: ItemSeries, formats: Formats): ChartModel {
  const ahead = series.forecast?.days ?? [];
  const past = series.history;
  const days = [...past.map((day) => day.date), ...ahead.map((day) => day.date)];
  const blank = past.map(() => null);
  const after = ahead.map(() => null);
  const forecast = (pick: (day: (typeof ahead)[number]) => number) => [...blank, ...ahead.map(pick)];
  const lastDay = past.at(-1)?.date;
  return {
    days,
    unit: `${unitWord(series.item.unit)} a day`,
    series: [
      { name: 'Sold', kind: 'bar', tone: 'bar', values: [...past.map((day) => day.units), ...after] },
      ...(ahead.length === 0
        ? []
        : [
            {
              name: 'Forecast, median',
              kind: 'line' as const,
              tone: 'forecast' as const,
              values: forecast((day) => day.p50),
            },
          ]),
    ],
    bands:
      ahead.length === 0
        ? []
        : [
            {
              name: '80 %',
              tone: 'forecast',
              low: forecast((day) => day.p10),
              high: forecast((day) => day.p90),
              opacity: 0.16,
            },
            {
              name: '50 %',
              tone: 'forecast',
              low: forecast((day) => day.p25),
              high: forecast((day) => day.p75),
              opacity: 0.26,
            },
          ],
    marks:
      lastDay === undefined
        ? []
        : [{ day: lastDay, label: `data until ${formats.day(lastDay)}`, tone: 'muted' }],
    ticks: [
      {
        name: 'Stock-out',
        tone: 'loss',
        shape: 'cross',
        days: new Set(past.filter((day) => day.stockout).map((day) => day.date)),
      },
      {
        name: 'Promotion',
        tone: 'other',
        shape: 'bar',
        days: new Set(past.filter((day) => day.promoted).map((day) => day.date)),
      },
    ],
  };
}
