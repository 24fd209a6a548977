import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { WrittenFile } from './company-files.ts';

export const demoSizes = {
  full: { stores: 20, items: 200, days: 730 },
  small: { stores: 8, items: 60, days: 240 },
} as const;
export type DemoSize = keyof typeof demoSizes;

export interface DemoChoice {
  size: DemoSize;
  /** Last day of its past; yesterday when absent. */
  until?: string;
}

/** What was written: kept beside the files, last, so that files cut short are never taken for whole. */
export interface DemoCompany {
  size: DemoSize;
  start_date: string;
  end_date: string;
  files: WrittenFile[];
}

const seed = 7;
const program = fileURLToPath(new URL('./main.ts', import.meta.url));

/**
 * The demo company's files in `folder`: those of an earlier start that was
 * interrupted, else new ones with a past until yesterday. They are simulated
 * in a process of their own, so that this one answers requests meanwhile.
 */
export async function writeDemoCompany(
  folder: string,
  { size, until }: DemoChoice,
  signal?: AbortSignal,
): Promise<DemoCompany> {
  const description = join(folder, 'company.json');
  const existing = await readFile(description, 'utf8').then(
    (content) => JSON.parse(content) as DemoCompany,
    () => undefined,
  );
  if (existing?.size === size && (until ?? existing.end_date) === existing.end_date) return existing;
  const { stores, items, days } = demoSizes[size];
  const options = { stores, items, days, seed, 'end-date': until ?? yesterday(new Date()), out: folder };
  const written = await runSimulate(
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    signal,
  );
  const company: DemoCompany = { size, ...written };
  await writeFile(description, `${JSON.stringify(company, null, 2)}\n`);
  return company;
}

async function runSimulate(options: string[], signal?: AbortSignal): Promise<Omit<DemoCompany, 'size'>> {
  const child = spawn(process.execPath, [program, 'simulate', '--json', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  const [[exitCode], output, complaint] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  if (exitCode !== 0) throw new Error(`the company could not be simulated: ${complaint.trim()}`);
  return JSON.parse(output) as Omit<DemoCompany, 'size'>;
}

/** The day before `now` on this machine's calendar, as YYYY-MM-DD. */
export function yesterday(now: Date): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}
