import { type TableColumn, textTable } from '../text-table.ts';
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
    ]),
  );
}

function fixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}

function rate(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
