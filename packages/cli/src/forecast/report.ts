import { table } from '../output.ts';
import type { BacktestResult, ModelScore } from './backtest.ts';
import { furtherNotes } from './build-series.ts';
import { usual } from './calendar.ts';
import type { Column } from './columns.ts';
import type { IdForecast } from './forecast-ids.ts';
import { modelWords } from './model-words.ts';
import { type Problems, problemLine } from './problems.ts';
import type { Layout } from './scan.ts';
import { countOf, spanOf } from './series-source.ts';

const MOST_LINES = 40;
const MOST_ROWS = 30;
const MOST_PROBLEMS = 10;

export interface ReportFormat {
  layout: Layout;
  levels: readonly number[];
  models: readonly string[];
  horizon: number;
}

/** What was read and how, for a person to check. */
export function describeFile({ layout, horizon }: ReportFormat): string {
  const { columns, calendar, rows, ids } = layout;
  const names = (list: Column[]) => list.map(({ name }) => `"${name}"`).join(' and ');
  const added = layout.ownFrequency === calendar.frequency ? '' : ` (${layout.ownFrequency} rows added up)`;
  const parts = [
    `dates in "${columns.date.name}"`,
    ...(columns.ids.length > 0 ? [`ids in ${names(columns.ids)}`] : []),
    `values in "${columns.value.name}"`,
    ...(columns.regressors.length > 0 ? [`regressors ${names(columns.regressors)}`] : []),
    ...(columns.ignored.length > 0 ? [`not used ${names(columns.ignored)}`] : []),
  ];
  return (
    `${layout.file.path}: ${count(rows)} rows, ${ids === 1 ? 'one series' : `${count(ids)} ids`}, ` +
    `${calendar.frequency}${added}, ${spanOf(layout)}. Forecast: ${countOf(layout, horizon)} ahead.\n` +
    `Read as ${parts.join(', ')}.\n${layout.remarks.map((remark) => `${remark}\n`).join('')}`
  );
}

export interface Report {
  add(forecast: IdForecast): void;
  /** The lines of the ids, then the table. */
  text(): string;
  done(): { ids: number; failed: number };
}

/** Collects what is shown of the first ids, and counts the others. */
export function createReport(format: ReportFormat): Report {
  const shown: IdForecast[] = [];
  const unknownAhead = new Map<string, number>();
  const tally = { ids: 0, failed: 0 };
  return {
    add(forecast) {
      tally.ids++;
      if (forecast.results.some(({ kind }) => kind === 'failed')) tally.failed++;
      for (const name of forecast.read.unknownAhead)
        unknownAhead.set(name, (unknownAhead.get(name) ?? 0) + 1);
      if (shown.length < MOST_LINES) shown.push(forecast);
    },
    done: () => tally,
    text() {
      const common = commonNotes(shown);
      const lines = [
        ...[...unknownAhead].map(([name, ids]) => unknownLine(name, { ids, of: tally.ids })),
        ...(common.length > 0 ? [`All ids: ${common.join(' ')}`] : []),
        ...shown.flatMap((forecast) => linesOf(forecast, { ...format, common })),
      ];
      const hidden = tally.ids - shown.length;
      if (hidden > 0) lines.push(`… and ${count(hidden)} more ids; --out FILE.csv or --json has them all.`);
      return `${lines.join('\n')}\n\n${tableOf(shown, format)}`;
    },
  };
}

function unknownLine(name: string, { ids, of }: { ids: number; of: number }): string {
  const where = of === 1 ? '' : ids === of ? ' of any id' : ` of ${count(ids)} of ${count(of)} ids`;
  return (
    `Regressor "${name}" was left out: it is not known for the periods ahead${where}. ` +
    'Add rows with an empty value for them, or name a file of them with --future.'
  );
}

/** What is said of every id is said once. */
function commonNotes(shown: IdForecast[]): string[] {
  const [first, ...others] = shown.map(notesOf);
  if (first === undefined || others.length === 0) return [];
  return [...new Set(first.flat())].filter((note) => others.every((notes) => notes.flat().includes(note)));
}

/** Per model, the notes on an id; those on its history stand with the first. */
function notesOf({ read, results }: IdForecast): string[][] {
  return results.map((result, index) => [
    ...(index === 0 ? read.notes : []),
    ...(result.kind === 'forecast' ? furtherNotes(result.notes) : []),
  ]);
}

/** One line per id; where models are compared, one per model. */
function linesOf(forecast: IdForecast, { layout, models, horizon, common }: LineFormat): string[] {
  const { read, results } = forecast;
  const behind = layout.last + 1 - read.ahead;
  const late =
    behind > 0 ? [`It ends ${countOf(layout, behind)} before the file: forecast from its own end.`] : [];
  const notes = notesOf(forecast).map((all) => all.filter((note) => !common.includes(note)));
  const used = (read.series.regressors ?? []).map(({ name }) => name);
  return results.map((result, index) => {
    const words = modelWords(result);
    const known = coveredAhead(read, horizon);
    const isSaid = used.length === 0 || (used.every((name) => words.includes(name)) && known === '');
    const regressors = index > 0 || isSaid ? [] : [`Regressors: ${few(used)}${known}.`];
    const name = models.length > 1 ? `${read.series.id}, ${models[index]}` : read.series.id;
    return [`${name}: ${words}.`, ...regressors, ...(index === 0 ? late : []), ...notes[index]!].join(' ');
  });
}

interface LineFormat extends ReportFormat {
  /** notes that were said of all ids */
  common: readonly string[];
}

function few(names: string[]): string {
  return names.length <= 5
    ? names.join(', ')
    : `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`;
}

/** Says if a regressor is not known to the end of the horizon. */
function coveredAhead({ series }: IdForecast['read'], horizon: number): string {
  const short = (series.regressors ?? [])
    .map(({ values }) => lastKnown(values as Float64Array) - series.values.length)
    .filter((known) => known < horizon);
  return short.length === 0 ? '' : ` (known for ${Math.min(...short)} of ${horizon} periods; then as usual)`;
}

function lastKnown(values: Float64Array): number {
  return values.findLastIndex((value) => !Number.isNaN(value)) + 1;
}

interface TableRow {
  name: string;
  numbers: (number | null)[];
}

/** Of one id its periods ahead, of several ids their sums over the horizon. */
function tableOf(shown: IdForecast[], format: ReportFormat): string {
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

/** The first problems, and how many there are. */
export function describeProblems({ kept, count: all }: Problems): string {
  if (all === 0) return '';
  const lines = kept.slice(0, MOST_PROBLEMS).map(problemLine);
  if (all > lines.length) lines.push(`… and ${count(all - lines.length)} more like these.`);
  return `${lines.join('\n')}\n`;
}

function count(value: number): string {
  return value.toLocaleString('en');
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
