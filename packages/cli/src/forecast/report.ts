import { furtherNotes } from './build-series.ts';
import type { Column } from './columns.ts';
import type { IdForecast } from './forecast-ids.ts';
import { modelWords } from './model-words.ts';
import { type Problems, problemLine } from './problems.ts';
import { tableOf } from './report-tables.ts';
import type { Layout } from './scan.ts';
import { countOf, spanOf } from './series-source.ts';

const MOST_LINES = 40;
const MOST_PROBLEMS = 10;

export interface ReportFormat {
  layout: Layout;
  levels: readonly number[];
  models: readonly string[];
  horizon: number;
  /** of the paths that totals are read from */
  seed: number;
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
    `${layout.file.path}: ${count(rows)} row${rows === 1 ? '' : 's'}, ${ids === 1 ? 'one series' : `${count(ids)} ids`}, ` +
    `${calendar.frequency}${added}, ${spanOf(layout)}. Forecast: ${countOf(layout, horizon)} ahead.\n` +
    `Read as ${parts.join(', ')}.\n${layout.remarks.map((remark) => `${remark}\n`).join('')}`
  );
}

export interface Report {
  add(forecast: IdForecast): void;
  /** The lines of the ids, then the table. */
  text(): Promise<string>;
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
    async text() {
      const common = commonNotes(shown);
      const lines = [
        ...[...unknownAhead].map(([name, ids]) => unknownLine(name, { ids, of: tally.ids })),
        ...(common.length > 0 ? [`All ids: ${common.join(' ')}`] : []),
        ...shown.flatMap((forecast) => linesOf(forecast, { ...format, common })),
      ];
      const hidden = tally.ids - shown.length;
      if (hidden > 0) lines.push(`… and ${count(hidden)} more ids; --out FILE.csv or --json has them all.`);
      return `${lines.join('\n')}\n\n${await tableOf(shown, format)}`;
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
  // Rows that are added up may end with a period that is left out as incomplete.
  const complete = layout.ownFrequency === layout.calendar.frequency ? layout.last : layout.last - 1;
  const behind = complete + 1 - read.ahead;
  const late =
    behind > 0 ? [`It ends ${countOf(layout, behind)} before the file: forecast from its own end.`] : [];
  const notes = notesOf(forecast).map((all) => all.filter((note) => !common.includes(note)));
  const used = (read.series.regressors ?? []).map(({ name }) => name);
  return results.map((result, index) => {
    const said = [`${modelWords(result)}.`, ...notes[index]!]
      .join(' ')
      .replaceAll(used.join(', '), few(used));
    const isNamed = used.length === 0 || [said, ...common].some((text) => text.includes(few(used)));
    const regressors = index > 0 || isNamed ? [] : [`Regressors: ${few(used)}.`];
    const name = models.length > 1 ? `${read.series.id}, ${models[index]}` : read.series.id;
    const history = index === 0 ? [...coveredAhead(read, horizon), ...late] : [];
    return [`${name}: ${said}`, ...regressors, ...history].join(' ');
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
function coveredAhead({ series }: IdForecast['read'], horizon: number): string[] {
  const short = (series.regressors ?? [])
    .map(({ values }) => lastKnown(values as Float64Array) - series.values.length)
    .filter((known) => known < horizon);
  const least = short.reduce((shortest, known) => Math.min(shortest, known), horizon);
  return least === horizon
    ? []
    : [`Regressors are known for ${least} of the ${horizon} periods ahead; then they are taken as usual.`];
}

function lastKnown(values: Float64Array): number {
  return values.findLastIndex((value) => !Number.isNaN(value)) + 1;
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
