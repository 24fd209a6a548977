import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, granary } from './granary.ts';

/** Real runs of `granary forecast` on files in a folder of their own, as a person at a terminal makes them. */
export async function openRuns() {
  const folder = await mkdtemp(join(tmpdir(), 'granary-forecast-test-'));
  async function forecast(content: string | Buffer, ...options: string[]): Promise<Ended & { path: string }> {
    const path = join(await mkdtemp(join(folder, 'run-')), 'sales.csv');
    await writeFile(path, content);
    return { ...(await granary(['forecast', path, ...options])), path };
  }
  return {
    folder,
    forecast,
    async forecastJson(content: string | Buffer, ...options: string[]) {
      const run = await forecast(content, '--json', ...options);
      return { ...run, result: JSON.parse(run.stdout) };
    },
    close: () => rm(folder, { recursive: true }),
  };
}

export const csv = (heading: string, rows: string[]): string => `${[heading, ...rows].join('\n')}\n`;

/** `2024-01-01` and the days after it. */
export const day = (index: number): string =>
  new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10);

export const days = (count: number, row: (date: string, index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => row(day(index), index));

/** A week that repeats: 10 on Monday to 16 on Sunday. */
export const weekly = (index: number): number => 10 + (index % 7);
