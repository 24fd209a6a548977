import { table } from '../output.ts';
import type { BacktestResult, ModelScore } from './backtest.ts';
import type { ReportFormat } from './report.ts';
import { countOf } from './series-source.ts';

/** The scores of forecasts of the past. */
export function describeBacktest(result: BacktestResult, { layout, horizon }: ReportFormat): string {
  const { scores, forecasts, ids, tooShort, shorter } = result;
  const lines = [
    `Forecasts of the past: ${count(forecasts)} per model, ${countOf(layout, horizon)} ahead, of ${count(ids - tooShort)} ${ids - tooShort === 1 ? 'id' : 'ids'}.`,
    ...(tooShort > 0 ? [`${count(tooShort)} of ${count(ids)} ids are too short for one.`] : []),
    ...(shorter > 0 ? [`${count(shorter)} ids are too short for all that were asked for.`] : []),
  ];
  if (forecasts === 0) return `${lines.join(' ')}\n`;
  const levels = scores[0]!.coverage.map(({ level }) => level);
  const drawnTable = table<ModelScore>(
    [
      { heading: 'Model', cell: ({ model }) => model },
      { heading: 'MASE', align: 'right', cell: ({ mase }) => fixed(mase, 3) },
      { heading: 'WAPE', align: 'right', cell: ({ wape }) => percent(wape, 1) },
      { heading: 'Bias', align: 'right', cell: ({ bias }) => signed(percent(bias, 1)) },
      ...levels.map((level, index) => ({
        heading: `In ${level} %`,
        align: 'right' as const,
        cell: (score: ModelScore) => percent(score.coverage[index]!.share, 0),
      })),
      ...(scores.length > 1
        ? [{ heading: `Against ${scores[0]!.model}`, cell: comparisonWords, widest: 60 }]
        : []),
    ],
    scores,
  );
  return `${lines.join(' ')}\n${drawnTable}`;
}

const USUAL_CHANCE = 0.05;

function comparisonWords({ comparison }: ModelScore): string {
  if (comparison === undefined) return '';
  const { difference, probability } = comparison;
  const chance = probability < 0.001 ? 'p < 0.001' : `p = ${probability.toFixed(3)}`;
  if (probability >= USUAL_CHANCE) return `no clear difference (${chance})`;
  return `${difference < 0 ? 'more' : 'less'} accurate (${chance})`;
}

function fixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '';
}

function percent(share: number, digits: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(digits)} %` : '';
}

function signed(text: string): string {
  return text === '' || text.startsWith('-') ? text.replace('-', '\u2212') : `+${text}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
