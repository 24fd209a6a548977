import { table } from '../output.ts';
import type { ReadSeries } from './build-series.ts';
import { usual } from './calendar.ts';
import type { IdForecast } from './forecast-ids.ts';
import type { ReportFormat } from './report.ts';
import type { Layout } from './scan.ts';
import { countOf } from './series-source.ts';
import { totalOf } from './totals.ts';

const MOST_ROWS = 30;

interface TableRow {
  name: string;
  numbers: (number | null)[];
}

/** Of one id its periods ahead, of several ids their sums over the horizon. */
export async function tableOf(shown: IdForecast[], format: ReportFormat): Promise<string> {
  if (shown.length === 0) return '';
  return shown.length === 1 && format.models.length === 1
    ? periodTable(shown[0]!, format)
    : sumTable(shown, format);
}

async function periodTable(
  { read, results: [result] }: IdForecast,
  { layout, models, levels, horizon, seed }: ReportFormat,
): Promise<string> {
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
  const total = await totalLine({ layout, models, levels, horizon, seed }, read);
  return drawn('Period', heading, rows) + more + total;
}

async function totalLine(format: ReportFormat, read: ReadSeries): Promise<string> {
  const { horizon, models, seed } = format;
  if (horizon === 1) return '';
  const level = format.levels[widestShown(format.levels)]!;
  const { mean, low, high } = await totalOf(read, { model: models[0]!, horizon, level, seed });
  const [total, from, to] = written([mean, low, high]);
  return `Total of the ${countOf(format.layout, horizon)}: ${total}; ${level} % between ${from} and ${to}.\n`;
}

/** A planner thinks of days by their weekday. */
function weekdayOf({ calendar }: Layout, period: number): string {
  if (calendar.frequency !== 'daily') return '';
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' });
  return ` ${weekday.format(calendar.startOf(period))}`;
}

async function sumTable(
  shown: IdForecast[],
  { layout, models, horizon, levels, seed }: ReportFormat,
): Promise<string> {
  const level = levels[widestShown(levels)]!;
  const rows: TableRow[] = [];
  for (const { read, results } of shown) {
    for (const [index, result] of results.entries()) {
      if (result.kind === 'failed') continue;
      const model = models[index]!;
      const { mean, low, high } = await totalOf(read, { model, horizon, level, seed });
      rows.push({
        name: models.length > 1 ? `${read.series.id}, ${model}` : read.series.id,
        numbers: [lastMean(read, horizon), mean / horizon, mean, low, high],
      });
    }
  }
  const { unit } = usual[layout.calendar.frequency];
  const heading = [`Last ${horizon}`, `Next ${horizon}`, 'Total', `${level} % from`, 'to'];
  return (
    `Mean per ${unit} of the last and the next ${countOf(layout, horizon)}, and the total of the next:\n` +
    drawn('Id', heading, rows)
  );
}

function lastMean({ series }: ReadSeries, horizon: number): number | null {
  const known = (series.values as Float64Array).slice(-horizon).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** The interval a planner reads: 80 % if it was asked for, else the widest. */
function widestShown(levels: readonly number[]): number {
  const eighty = levels.indexOf(80);
  return eighty >= 0 ? eighty : levels.length - 1;
}

function drawn(first: string, headings: string[], rows: TableRow[]): string {
  const format = formatFor(rows.flatMap(({ numbers }) => numbers));
  return table<TableRow>(
    [
      { heading: first, cell: ({ name }) => name },
      ...headings.map((heading, index) => ({
        heading,
        align: 'right' as const,
        cell: ({ numbers }: TableRow) => {
          const value = numbers[index];
          return value === null || value === undefined ? '' : format(value);
        },
      })),
    ],
    rows,
  );
}

function written(numbers: number[]): string[] {
  return numbers.map(formatFor(numbers));
}

function formatFor(numbers: (number | null)[]): (value: number) => string {
  const digits = decimalsFor(numbers);
  const format = new Intl.NumberFormat('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return (value) => format.format(value).replace('-', '\u2212');
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
