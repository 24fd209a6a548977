import { uniformityTest } from '../../packages/forecasting/src/accuracy/index.ts';
import { type TableColumn, textTable } from '../text-table.ts';
import type { ForecastRow } from './forecast-series.ts';
import type { Scores } from './scores.ts';

const COLUMNS: TableColumn[] = [
  { heading: 'set', align: 'left' },
  { heading: 'model', align: 'left' },
  { heading: 'n' },
  { heading: 'replaced' },
  { heading: 'sMAPE' },
  { heading: 'MASE' },
  { heading: 'OWA' },
  { heading: 'RMSSE' },
  { heading: 'pinball' },
  { heading: 'c80' },
  { heading: 'c95' },
  { heading: 'MSIS' },
  { heading: 'bias' },
  { heading: 'series/s' },
  { heading: 'means/s' },
  { heading: 'series/cpu-s' },
];

export function scoreTable(rows: { set: string; model: string; scores: Scores }[]): string {
  return textTable(
    COLUMNS,
    rows.map(({ set, model, scores }) => [
      set,
      model,
      scores.series,
      scores.replaced,
      fixed(100 * scores.symmetricPercentageError, 2),
      fixed(scores.meanAbsoluteScaledError, 3),
      fixed(scores.overallWeightedAverage, 4),
      fixed(scores.rootMeanSquaredScaledError, 3),
      fixed(scores.scaledPinballLoss, 4),
      fixed(100 * scores.coverage80, 1),
      fixed(100 * scores.coverage95, 1),
      fixed(scores.meanScaledIntervalScore, 2),
      fixed(scores.scaledBias, 3),
      rate(scores.seriesPerSecond),
      rate(scores.meansPerSecond),
      rate(scores.seriesPerProcessorSecond),
    ]),
  );
}

/** Share of the test values in each tenth of their forecast distribution, in %. */
export function pitTable(groups: { set: string; model: string; rows: ForecastRow[] }[]): string {
  const tenths = Array.from({ length: 10 }, (_, tenth) => ({
    heading: `${10 * tenth}-${10 * tenth + 10} %`,
  }));
  return textTable(
    [COLUMNS[0]!, COLUMNS[1]!, ...tenths, { heading: 'furthest from 10' }],
    groups
      .map(({ rows, ...group }) => ({ ...group, places: rows.flatMap(({ places }) => [...(places ?? [])]) }))
      .filter(({ places }) => places.length > 0)
      .map(({ set, model, places }) => {
        const { shares, largestDeviation } = uniformityTest(places);
        return [
          set,
          model,
          ...shares.map((share) => fixed(100 * share, 1)),
          fixed(100 * largestDeviation, 1),
        ];
      }),
  );
}

function fixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}

function rate(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
