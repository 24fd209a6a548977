import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type GranaryClient, unwrap } from '@granary/client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { printBestActions } from './best-actions.ts';
import { type Connection, withServer } from './connection.ts';
import {
  type DemoChoice,
  type DemoCompany,
  type DemoSize,
  demoSizes,
  writeDemoCompany,
} from './demo-company.ts';
import { CommandFailed, describeRefusal } from './failure.ts';
import { runNightly, secondsOf } from './follow-run.ts';
import { type FileType, fileTypeByName, importFile } from './import-file.ts';
import { bar, type Progress, terminalProgress } from './progress.ts';

/** Files of a stage do not refer to each other; each refers to the stage before. */
const stages: FileType[][] = [
  ['stores', 'items'],
  ['sales', 'purchases', 'inventory', 'lanes'],
];

/** As many loads as a worker performs at a time. */
const filesAtOnce = 2;

/** The same for every command that may load the demo. */
export function addDemoOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--demo-size <size>', 'size of the demo company: full is 20 stores, 200 items and 2 years')
        .choices(Object.keys(demoSizes))
        .default('full'),
    )
    .addOption(
      new Option('--demo-until <date>', 'last day of its past, YYYY-MM-DD; default: yesterday').argParser(
        (date) => {
          if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new InvalidArgumentError('Write it as 2026-11-20.');
          return date;
        },
      ),
    );
}

export interface DemoOptions {
  demoSize: DemoSize;
  demoUntil?: string;
}

export function demoChoice({ demoSize: size, demoUntil: until }: DemoOptions): DemoChoice {
  return until === undefined ? { size } : { size, until };
}

/** `granary demo` */
export function registerDemo(program: Command): void {
  const command = program
    .command('demo')
    .description('load the demo company into an empty organization and plan it');
  addDemoOptions(command).action((options: DemoOptions) =>
    withServer(async (connection) => {
      const { granary, me } = connection;
      const { page } = await unwrap(granary.GET('/api/v1/stores', { params: { query: { limit: 1 } } }));
      if (page.total > 0) {
        throw new CommandFailed(
          `${me.organization.name} has ${page.total} stores already; the demo is loaded into an empty organization only. ` +
            'Choose a new folder with GRANARY_DATA_DIR, then: granary demo',
        );
      }
      const folder = await mkdtemp(join(tmpdir(), 'granary-demo-'));
      try {
        await loadDemo(connection, folder, demoChoice(options), terminalProgress());
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      await printBestActions(connection);
    }),
  );
}

/** Whether the demo organization still lacks its first complete plan. */
export async function isDemoMissing({ granary, me }: Connection): Promise<boolean> {
  if (!me.organization.is_demo) return false;
  const query = { kind: 'nightly', state: 'completed', limit: 1 } as const;
  const { data } = await unwrap(granary.GET('/api/v1/runs', { params: { query } }));
  return data.length === 0;
}

/**
 * Loads the demo company through the API as any client would, and plans it.
 * Files that an interrupted load has brought in are not sent again.
 */
export async function loadDemo(
  { granary, formats }: Connection,
  folder: string,
  choice: DemoChoice,
  progress: Progress,
  signal?: AbortSignal,
): Promise<void> {
  const { stores, items, days } = demoSizes[choice.size];
  progress.update(`inventing the demo company: ${stores} stores, ${items} items, ${days} days`);
  const startedAt = performance.now();
  const company = await writeDemoCompany(folder, choice, signal);
  progress.done(
    `Demo company: ${stores} stores, ${items} items, ${company.start_date} to ${company.end_date} (${secondsSince(startedAt)} s)`,
  );
  const importedAt = performance.now();
  await importCompany(granary, folder, company, formats.count, progress, signal);
  const rows = company.files.reduce((sum, file) => sum + file.rows, 0);
  progress.done(
    `${formats.count(rows)} rows loaded from ${company.files.length} files (${secondsSince(importedAt)} s)`,
  );
  const run = await runNightly(granary, progress, signal);
  progress.done(`Forecasts, risk and actions computed (${secondsOf(run).toFixed(1)} s)`);
}

async function importCompany(
  granary: GranaryClient,
  folder: string,
  company: DemoCompany,
  count: (rows: number) => string,
  progress: Progress,
  signal?: AbortSignal,
): Promise<void> {
  const known = await loadedChecksums(granary);
  for (const stage of stages) {
    const files = stage.flatMap((type) => company.files.filter(({ file }) => fileTypeByName(file) === type));
    const names = files.map(({ file, rows }) => `${file} ${count(rows)}`).join(', ');
    const rowsOfStage = files.reduce((sum, { rows }) => sum + rows, 0);
    const rowsDone = new Map<string, number>();
    const tell = () => {
      const done = [...rowsDone.values()].reduce((sum, rows) => sum + rows, 0);
      progress.update(`loading ${names} rows  ${bar((100 * done) / rowsOfStage)}`);
    };
    tell();
    const waiting = [...files];
    const loadWaiting = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        signal?.throwIfAborted();
        const { file, rows } = next;
        const path = join(folder, file);
        if (known.has(await checksumOf(path))) continue;
        const fileType = fileTypeByName(file);
        const result = await importFile(granary, path, fileType === undefined ? {} : { fileType }, {
          signal,
          onProgress({ progress_pct }) {
            rowsDone.set(file, (rows * progress_pct) / 100);
            tell();
          },
        });
        if (result.kind === 'refused') throw new CommandFailed(`${file}: ${describeRefusal(result.error)}`);
      }
    };
    // When one fails the other is waited for, so that nothing is under way when the caller closes the server.
    const ends = await Promise.allSettled(Array.from({ length: filesAtOnce }, loadWaiting));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}

async function loadedChecksums(granary: GranaryClient): Promise<Set<string>> {
  const query = { status: 'completed', limit: 500 } as const;
  const { data } = await unwrap(granary.GET('/api/v1/uploads', { params: { query } }));
  return new Set(data.flatMap(({ checksum }) => (checksum === null ? [] : [checksum])));
}

async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}
