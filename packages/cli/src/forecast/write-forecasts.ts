import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { BulkForecast } from '@granary/forecasting/bulk';
import { CommandFailed } from '../failure.ts';
import { print } from '../output.ts';
import type { Calendar } from './calendar.ts';
import type { IdForecast } from './forecast-ids.ts';

/** Where forecasts go, piece by piece. */
export interface ForecastWriter {
  write(text: string): Promise<void>;
  /** Only now a file has its name: nobody reads half of one. */
  end(): Promise<void>;
  abandon(): Promise<void>;
}

/** @param path a file, or '-' for standard output */
export async function openWriter(path: string): Promise<ForecastWriter> {
  if (path === '-') {
    const wait = async () => {
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
    };
    return {
      async write(text) {
        print(text);
        await wait();
      },
      end: wait,
      abandon: async () => undefined,
    };
  }
  const part = `${path}.part`;
  const stream = createWriteStream(part);
  const failed = once(stream, 'error').then(([error]) => {
    throw new CommandFailed(
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  failed.catch(() => undefined);
  await once(stream, 'open').catch(() => failed);
  return {
    async write(text) {
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), failed]);
    },
    async end() {
      stream.end();
      await Promise.race([once(stream, 'close'), failed]);
      await rename(part, path);
    },
    async abandon() {
      stream.destroy();
      await rm(part, { force: true });
    },
  };
}

export interface RowFormat {
  calendar: Calendar;
  levels: readonly number[];
  horizon: number;
}

/** `id,date,model,mean,median,lo50,hi50,…` */
export function csvHeading({ levels }: RowFormat): string {
  return `id,date,model,mean,median,${levels.map((level) => `lo${level},hi${level}`).join(',')}\n`;
}

/** A row per period ahead and model. */
export function csvRows({ read, results }: IdForecast, format: RowFormat): string {
  const id = csvCell(read.series.id);
  const lines: string[] = [];
  for (const result of results) {
    if (result.kind === 'failed') continue;
    const { mean, model } = result;
    for (let step = 0; step < mean.length; step++) {
      const numbers = [mean[step]!, ...intervalsAt(result, step, format.levels)].map(shortNumber).join(',');
      lines.push(`${id},${format.calendar.label(read.ahead + step)},${model},${numbers}\n`);
    }
  }
  return lines.join('');
}

/** Median, then the ends of each interval. */
function intervalsAt({ quantiles }: BulkForecast, step: number, levels: readonly number[]): number[] {
  const middle = levels.length;
  const at = (index: number) => quantiles[index]![step]!;
  return [at(middle), ...levels.flatMap((_, index) => [at(middle - 1 - index), at(middle + 1 + index)])];
}

/** One id as JSON, without a line break. */
export function jsonOf({ read, results }: IdForecast, { calendar, levels, horizon }: RowFormat): string {
  const history = read.series.values.length;
  return JSON.stringify({
    id: read.series.id,
    history: { from: calendar.label(read.first), to: calendar.label(read.ahead - 1), periods: history },
    notes: read.notes,
    dates: Array.from({ length: horizon }, (_, step) => calendar.label(read.ahead + step)),
    forecasts: results.map((result) => {
      if (result.kind === 'failed') return { error: result.message };
      const { model, form, notes, mean, quantiles } = result;
      const middle = levels.length;
      const numbers = (values: Float64Array) => Array.from(values, (value) => Number(shortNumber(value)));
      return {
        ...{ model, form, notes: notes.map(({ message }) => message) },
        ...{ mean: numbers(mean), median: numbers(quantiles[middle]!) },
        intervals: levels.map((level, index) => ({
          level,
          low: numbers(quantiles[middle - 1 - index]!),
          high: numbers(quantiles[middle + 1 + index]!),
        })),
      };
    }),
  });
}

/** Seven digits: more are noise in a forecast. */
function shortNumber(value: number): string {
  return String(Number(value.toPrecision(7)));
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
