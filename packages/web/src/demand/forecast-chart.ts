import type { ChartModel } from '../ui/chart-model.ts';
import { type Formats, unitWord } from '../ui/formats.ts';
import { PERIOD_WORDS } from './forecast-words.ts';
import type { ForecastDetail } from './types.ts';

/** Sales as bars, before and since; the forecast as a median in two tints. */
export function forecastChart(forecast: ForecastDetail, formats: Formats): ChartModel {
  const { history, periods } = forecast;
  const blank = history.map(() => null);
  const ahead = (pick: (period: (typeof periods)[number]) => number | null) => [
    ...blank,
    ...periods.map(pick),
  ];
  const last = history.at(-1)?.period_start;
  return {
    days: [...history.map((period) => period.period_start), ...periods.map((period) => period.period_start)],
    unit: `${unitWord(forecast.unit)} ${PERIOD_WORDS[forecast.frequency].a}`,
    series: [
      {
        name: 'Sold',
        kind: 'bar',
        tone: 'bar',
        values: [...history.map((period) => period.units), ...periods.map((period) => period.actual)],
      },
      { name: 'Forecast, median', kind: 'line', tone: 'forecast', values: ahead((period) => period.p50) },
    ],
    bands: [
      {
        name: '90 %',
        tone: 'forecast',
        low: ahead((period) => period.p05),
        high: ahead((period) => period.p95),
        opacity: 0.16,
      },
      {
        name: '50 %',
        tone: 'forecast',
        low: ahead((period) => period.p25),
        high: ahead((period) => period.p75),
        opacity: 0.26,
      },
    ],
    marks:
      last === undefined
        ? []
        : [{ day: last, label: `data until ${formats.day(forecast.data_until)}`, tone: 'muted' }],
    ticks: [],
  };
}
