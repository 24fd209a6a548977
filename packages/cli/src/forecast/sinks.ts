import type { BacktestResult } from './backtest.ts';
import type { IdForecast, Method } from './forecast-ids.ts';
import type { ForecastOptions } from './options.ts';
import type { Problems } from './problems.ts';
import type { ReportFormat } from './report.ts';
import type { Layout } from './scan.ts';
import type { SourceOptions } from './series-source.ts';
import { csvHeading, csvRows, jsonOf, openWriter, type RowFormat } from './write-forecasts.ts';

/** What a run works on, settled before the first forecast. */
export interface Task {
  layout: Layout;
  source: SourceOptions;
  method: Method;
  problems: Problems;
  format: ReportFormat & RowFormat;
}

/** Where the forecasts go as they come. */
export interface Sink {
  add(forecast: IdForecast): Promise<void>;
  end(past: BacktestResult | undefined): Promise<void>;
  abandon(): Promise<void>;
}

/** CSV to a file or standard output, JSON to standard output, both, or nothing but the report. */
export async function sinkOf(task: Task, { out, json }: ForecastOptions): Promise<Sink> {
  const sinks = [
    ...(out === undefined ? [] : [await csvSink(task, out)]),
    ...(json ? [await jsonSink(task)] : []),
  ];
  return {
    async add(forecast) {
      for (const sink of sinks) await sink.add(forecast);
    },
    async end(past) {
      for (const sink of sinks) await sink.end(past);
    },
    async abandon() {
      for (const sink of sinks) await sink.abandon();
    },
  };
}

async function csvSink({ format }: Task, out: string): Promise<Sink> {
  const writer = await openWriter(out);
  await writer.write(csvHeading(format));
  return {
    add: (forecast) => writer.write(csvRows(forecast, format)),
    end: () => writer.end(),
    abandon: () => writer.abandon(),
  };
}

/** One object, written as the forecasts come. */
async function jsonSink({ layout, method, problems, format }: Task): Promise<Sink> {
  const writer = await openWriter('-');
  const about = {
    file: layout.file.path,
    frequency: layout.calendar.frequency,
    horizon: method.horizon,
    columns: {
      date: layout.columns.date.name,
      id: layout.columns.ids.map(({ name }) => name),
      value: layout.columns.value.name,
      regressors: layout.columns.regressors.map(({ name }) => name),
    },
    remarks: layout.remarks,
  };
  let before = `${JSON.stringify(about).slice(0, -1)},"forecasts":[\n`;
  return {
    async add(forecast) {
      await writer.write(before + jsonOf(forecast, format));
      before = ',\n';
    },
    async end(past) {
      const rest = {
        ...(past === undefined ? {} : { backtest: past }),
        problems: { count: problems.count, first: problems.kept },
      };
      await writer.write(`\n],${JSON.stringify(rest).slice(1)}\n`);
    },
    abandon: () => writer.abandon(),
  };
}
