import { CommandFailed } from '../failure.ts';
import { print } from '../output.ts';
import { bar, type Progress, terminalProgress } from '../progress.ts';
import { stopOnSignal } from '../stop-on-signal.ts';
import { type BacktestResult, backtest } from './backtest.ts';
import { usual } from './calendar.ts';
import { forecastIds, type IdForecast, quantilesOf } from './forecast-ids.ts';
import { readFuture } from './future-rows.ts';
import { addHolidays, checkPlace } from './holidays.ts';
import type { ForecastOptions } from './options.ts';
import { collectProblems } from './problems.ts';
import { createReport, describeFile, describeProblems } from './report.ts';
import { describeBacktest } from './report-backtest.ts';
import { type Layout, scanFile } from './scan.ts';
import type { FutureRows } from './series-source.ts';
import { showCharts } from './show-charts.ts';
import { sinkOf, type Task } from './sinks.ts';

/** How a run ended: 0 all was read and forecast, 2 some rows or ids could not be. That nothing could is an error. */
export type ExitCode = 0 | 2;

/**
 * `granary forecast FILE.csv`: reads the file twice (how it is written, then its series), forecasts, writes, draws
 * and reports.
 *
 * @throws CommandFailed if nothing was forecast: the sentence says why and how to mend it
 */
export async function forecastFile(path: string, options: ForecastOptions): Promise<ExitCode> {
  const progress = terminalProgress({ quiet: options.json });
  progress.update(`reading ${path}`);
  const task = await prepare(path, options);
  progress.clear();
  const { layout, problems, format } = task;
  // Data on standard output leaves the report to standard error.
  const say = options.out === '-' ? (text: string) => void process.stderr.write(text) : print;
  if (!options.json) say(`${describeFile(format)}\n`);
  if (!layout.isSorted && layout.rows >= MANY_ROWS) process.stderr.write(heldInMemory(layout));
  const report = createReport(format);
  const charted: IdForecast[] = [];
  const stop = stopOnSignal();
  const writer = await sinkOf(task, options);
  try {
    for await (const forecast of forecastIds(layout, task)) {
      if (stop.signal.aborted) throw new CommandFailed('Stopped. No forecast was written to a file.');
      report.add(forecast);
      if (charted.length * options.models.length < MOST_CHARTS) charted.push(forecast);
      await writer.add(forecast);
      progress.update(shareDone(report.done().ids, options.only?.size ?? layout.ids));
    }
    progress.clear();
    if (report.done().ids === 0) throw new CommandFailed(nothingForecast(task, options));
    const past = await backtestOf(task, options, progress);
    await writer.end(past);
    if (!options.json) {
      say(await report.text());
      if (past !== undefined) say(`\n${describeBacktest(past, format)}`);
      process.stderr.write(problems.count > 0 ? `\n${describeProblems(problems)}` : '');
    }
  } catch (error) {
    progress.clear();
    await writer.abandon();
    throw error;
  }
  await showCharts(charted, { options, format, ids: report.done().ids, progress });
  return problems.count > 0 || report.done().failed > 0 ? 2 : 0;
}

const MOST_CHARTS = 24;
/** Fewer take no memory worth a word. */
const MANY_ROWS = 10_000;

function shareDone(done: number, all: number): string {
  return `forecasting ${bar((100 * done) / all)}  ${done.toLocaleString('en')} of ${all.toLocaleString('en')} ids`;
}

async function prepare(path: string, options: ForecastOptions): Promise<Task> {
  if (options.holidays !== undefined) checkPlace(options.holidays);
  const { frequency, dateOrder, decimal, columns } = options;
  const layout = await scanFile(path, {
    ...columns,
    ...(frequency === undefined ? {} : { frequency }),
    ...(dateOrder === undefined ? {} : { dateOrder }),
    ...(decimal === undefined ? {} : { decimal }),
  });
  if (options.holidays !== undefined && layout.calendar.frequency === 'hourly') {
    throw new CommandFailed(
      '--holidays needs days or longer periods; add up the hours with --frequency daily.',
    );
  }
  const problems = collectProblems();
  const future =
    options.future === undefined ? undefined : await readFuture(options.future, layout, problems);
  const horizon = options.horizon ?? horizonOf(layout, future);
  const { levels, models, threads, seed } = options;
  return {
    layout,
    problems,
    method: { models, horizon, threads, quantiles: quantilesOf(levels) },
    format: { layout, levels, models, horizon, seed, calendar: layout.calendar },
    source: {
      problems,
      singleId: layout.columns.value.name,
      rules: {
        calendar: layout.calendar,
        isAddedUp: layout.ownFrequency !== layout.calendar.frequency,
        absent: options.absent,
        last: layout.last,
        regressorNames: layout.columns.regressors.map(({ name }) => name),
        seasons: options.seasons,
      },
      ...(options.only === undefined ? {} : { only: options.only }),
      ...(future === undefined ? {} : { future }),
      ...(options.holidays === undefined ? {} : { holidays: addHolidays(options.holidays, horizon) }),
    },
  };
}

/** As far as the file asks by rows without a value, else what is usual for the frequency. */
function horizonOf({ calendar, last, periodsAhead }: Layout, future: FutureRows | undefined): number {
  let asked = periodsAhead;
  for (const { at } of future?.values() ?? []) {
    for (const one of at) asked = Math.max(asked, calendar.indexOf(one) - last);
  }
  return asked > 0 ? Math.min(asked, 10_000) : usual[calendar.frequency].horizon;
}

async function backtestOf(
  task: Task,
  { origins, levels }: ForecastOptions,
  progress: Progress,
): Promise<BacktestResult | undefined> {
  if (origins === undefined) return undefined;
  progress.update('forecasting the past');
  const result = await backtest(task.layout, { ...task, levels, origins });
  progress.clear();
  return result;
}

function heldInMemory({ rows, file }: Layout): string {
  return (
    `The rows of an id do not stand together in ${file.path}: all ${rows.toLocaleString('en')} are held in memory. ` +
    'Sorted by id, a file of any size needs little.\n'
  );
}

function nothingForecast({ layout, problems }: Task, { only }: ForecastOptions): string {
  const why =
    only !== undefined && problems.count === 0
      ? `${layout.file.path} has no id ${[...only].map((id) => `"${id}"`).join(' or ')} (--only).`
      : `Nothing in ${layout.file.path} could be forecast.`;
  return `${why}\n${describeProblems(problems)}`.trimEnd();
}
