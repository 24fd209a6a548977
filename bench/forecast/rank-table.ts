import { compareRanks, meanAbsoluteScaledError } from '../../packages/forecasting/src/accuracy/index.ts';
import { type TableColumn, textTable } from '../text-table.ts';
import type { SeriesCase } from './data-sets.ts';
import type { ForecastRow } from './forecast-series.ts';

const COLUMNS: TableColumn[] = [
  { heading: 'set', align: 'left' },
  { heading: 'model', align: 'left' },
  { heading: 'mean rank' },
  { heading: 'worse than the best', align: 'left' },
];

/** The forecasts of one model for one set. */
export interface RowGroup {
  set: string;
  model: string;
  rows: ForecastRow[];
  cases: ReadonlyMap<string, SeriesCase>;
}

/**
 * The models of each set ranked by MASE on every series, and which are worse than the best by more than chance, at
 * 5 %: differences of OWA that come from a few series do not show here.
 */
export function rankTable(groups: RowGroup[]): string {
  const ofSet = Map.groupBy(groups, ({ set }) => set);
  const rows = [...ofSet].flatMap(([set, models]) => {
    const { methods, criticalDifference } = compareRanks(
      Object.fromEntries(models.map((group) => [group.model, errorsOf(group)])),
    );
    return methods.map(({ name, meanRank, worseThanBest }) => [
      set,
      name,
      meanRank.toFixed(2),
      worseThanBest ? `yes, by more than ${criticalDifference.toFixed(2)}` : 'no',
    ]);
  });
  return textTable(COLUMNS, rows);
}

/** MASE per series in the order of the cases; NaN where the model failed. */
function errorsOf({ rows, cases }: RowGroup): number[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...cases].map(([id, { actual, history, period }]) => {
    const row = byId.get(id);
    return row ? meanAbsoluteScaledError({ actual, forecast: row.mean, history, lag: period }) : Number.NaN;
  });
}
