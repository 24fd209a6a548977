import { table } from '../output.ts';
import { usual } from './calendar.ts';
import type { IdForecast } from './forecast-ids.ts';
import type { ReportFormat } from './report.ts';
import type { Layout } from './scan.ts';
import { countOf } from './series-source.ts';

const MOST_ROWS = 30;

interface TableRow {
  name: string;
  numbers: (number | null)[];
}

/** Of one id its periods ahead, of several ids their sums over the horizon. */
export function tableOf(shown: IdForecast[], format: ReportFormat): string {
  if (shown.length === 0) return '';
  return shown.length === 1 && format.models.length === 1
    ? periodTable(shown[0]!, format)
    : sumTable(shown, format);
}

function periodTable(
  { read, results: [result] }: IdForecast,
  { layout, levels, horizon }: ReportFormat,
): string {
  if (result === undefined || result.kind === 'failed') return '';
  const middle = levels.length;
  const widest = widestShown(levels);
  const rows: TableRow[] = Array.from({ length: Math.min(horizon, MOST_ROWS) }, (_, step) => ({
    name: layout.calendar.label(read.ahead + step) + weekdayOf(layout, read.ahead + step),
    numbers: [
      result.mean[step]!,
      result.quantiles[middle]![step]!,
      result.quantiles[middle - 1 - widest]![step]!,
      result.quantiles[middle + 1 + widest]![step]!,
    ],
  }));
  const heading = ['Mean', 'Median', `${levels[widest]} % from`, 'to'];
  const more =
    horizon > MOST_ROWS
      ? `… to ${layout.calendar.label(read.ahead + horizon - 1)}; --out FILE.csv has them all.\n`
      : '';
  return drawn('Period', heading, rows) + more;
}

/** A planner thinks of days by their weekday. */
function weekdayOf({ calendar }: Layout, period: number): string {
  if (calendar.frequency !== 'daily') return '';
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' });
  return ` ${weekday.format(calendar.startOf(period))}`;
}

function sumTable(shown: IdForecast[], { layout, models, horizon, levels }: ReportFormat): string {
  const widest = widestShown(levels);
  const middle = levels.length;
  const rows = shown.flatMap(({ read, results }) =>
    results.flatMap((result, index): TableRow[] => {
      if (result.kind === 'failed') return [];
      const recent = (read.series.values as Float64Array)
        .slice(-horizon)
        .filter((value) => !Number.isNaN(value));
      const before =
        recent.length === 0 ? null : recent.reduce((sum, value) => sum + value, 0) / recent.length;
      const next = result.mean.reduce((sum, value) => sum + value, 0) / horizon;
      return [
        {
          name: models.length > 1 ? `${read.series.id}, ${models[index]}` : read.series.id,
          numbers: [
            before,
            next,
            result.mean[0]!,
            result.quantiles[middle - 1 - widest]![0]!,
            result.quantiles[middle + 1 + widest]![0]!,
          ],
        },
      ];
    }),
  );
  const { unit } = usual[layout.calendar.frequency];
  const heading = [`Last ${horizon}`, `Next ${horizon}`, `First ${unit}`, `${levels[widest]} % from`, 'to'];
  return `Mean per ${unit} of the last and the next ${countOf(layout, horizon)}, and the first ${unit} ahead:\n${drawn('Id', heading, rows)}`;
}

/** The interval a planner reads: 80 % if it was asked for, else the widest. */
function widestShown(levels: readonly number[]): number {
  const eighty = levels.indexOf(80);
  return eighty >= 0 ? eighty : levels.length - 1;
}

function drawn(first: string, headings: string[], rows: TableRow[]): string {
  const digits = decimalsFor(rows.flatMap(({ numbers }) => numbers));
  const format = new Intl.NumberFormat('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return table<TableRow>(
    [
      { heading: first, cell: ({ name }) => name },
      ...headings.map((heading, index) => ({
        heading,
        align: 'right' as const,
        cell: ({ numbers }: TableRow) => {
          const value = numbers[index];
          return value === null || value === undefined ? '' : format.format(value).replace('-', '\u2212');
        },
      })),
    ],
    rows,
  );
}

/** As many decimals as the usual size of the numbers needs for three digits. */
function decimalsFor(numbers: (number | null)[]): number {
  const sizes = numbers
    .map((value) => Math.abs(value ?? 0))
    .filter((size) => size > 0)
    .sort((a, b) => a - b);
  const usual = sizes[sizes.length >> 1] ?? 1;
  return Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(usual))));
}
