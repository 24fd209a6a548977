import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { simulateCompany } from '@granary/inventory/simulation';
import { writeCompanyFiles } from '../packages/cli/src/company-files.ts';
import { type GranaryProcess, startGranary, type UploadResult } from './granary-process.ts';
import { type CompanyFile, writeRealCompany } from './real-company.ts';
import { readRealSeries, realDataFolder } from './real-series.ts';
import { print, textTable, whole } from './text-table.ts';

/*
 * From a company's files to the first ranked action, timed, over the HTTP API.
 *   node bench/real-walk.ts               real daily sales of a grocer and a pharmacy
 *   node bench/real-walk.ts --simulated   the default simulated grocer: 20 stores, 200 items, two years
 * Ends with code 1 when a row is rejected, a run fails or no action comes out.
 */
const { values: flags } = parseArgs({
  options: {
    simulated: { type: 'boolean', default: false },
    seed: { type: 'string', default: '7' },
    'end-date': { type: 'string', default: '2026-11-15' },
    'limit-seconds': { type: 'string', default: '600' },
  },
});

interface ActionList {
  data: {
    rank: number;
    action_type: string;
    expected_savings: number;
    savings_low: number;
    savings_high: number;
    chance_of_gain: number;
    reason: string;
  }[];
  page: { total: number };
}

interface Walk {
  uploads: (UploadResult & CompanyFile)[];
  counts: Record<string, number>;
  nightlyMs: number;
  actions: ActionList;
  firstActionMs: number;
  peakBytes: number;
}

const folder = await mkdtemp(join(tmpdir(), 'granary-walk-'));
let granary: GranaryProcess | undefined;
const cleanUp = async (): Promise<void> => {
  await granary?.close();
  await rm(folder, { recursive: true, force: true });
};
const stop = (why: string): void => {
  process.stderr.write(`${why}\n`);
  void cleanUp().finally(() => process.exit(1));
};
process.on('SIGINT', () => stop('stopped'));
process.on('SIGTERM', () => stop('stopped'));
const limitSeconds = Number(flags['limit-seconds']);
setTimeout(() => stop(`not finished after ${limitSeconds} seconds`), limitSeconds * 1000).unref();

try {
  const filesFolder = join(folder, 'files');
  await mkdir(filesFolder);
  const files = await writeFiles(filesFolder);
  granary = await startGranary(join(folder, 'data'));
  report(await walk(granary, files), granary.startMs);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await cleanUp();
}

async function writeFiles(to: string): Promise<CompanyFile[]> {
  const options = { seed: flags.seed, endDate: flags['end-date'] };
  if (!flags.simulated) return writeRealCompany(await readRealSeries(realDataFolder()), to, options);
  const written = await writeCompanyFiles(simulateCompany(options), to, { dialect: 'clean' });
  return written.map(({ file, rows }) => ({
    path: join(to, file),
    fileType: file.replace('.csv', ''),
    rows,
  }));
}

async function walk(server: GranaryProcess, files: CompanyFile[]): Promise<Walk> {
  const startedAt = performance.now();
  const uploads: Walk['uploads'] = [];
  for (const file of files) uploads.push({ ...file, ...(await server.upload(file.path, file.fileType)) });
  const nightlyFrom = performance.now();
  const counts = await server.nightlyRun();
  const nightlyMs = performance.now() - nightlyFrom;
  const actions = await server.get<ActionList>('/actions?status=pending&limit=5');
  const firstActionMs = performance.now() - startedAt;
  return { uploads, counts, nightlyMs, actions, firstActionMs, peakBytes: await server.peakBytes() };
}

function report(
  { uploads, counts, nightlyMs, actions, firstActionMs, peakBytes }: Walk,
  startMs: number,
): void {
  const perSecond = (count: number, ms: number): string => whole((1000 * count) / Math.max(1, ms));
  const seconds = (ms: number): string => (ms / 1000).toFixed(2);
  print(`Import, ${flags.simulated ? 'simulated grocer' : 'real daily sales'}, seed ${flags.seed}\n`);
  print(
    textTable(
      [
        { heading: 'file', align: 'left' },
        { heading: 'rows' },
        { heading: 'rejected' },
        { heading: 's' },
        { heading: 'rows/s' },
      ],
      uploads.map(({ fileType, rows_total, rows_rejected, ms }) => [
        fileType,
        whole(rows_total),
        rows_rejected,
        seconds(ms),
        perSecond(rows_total, ms),
      ]),
    ),
  );
  const count = (name: string): number => counts[name] ?? 0;
  const step = (name: string, did: string, of: string): [string, string, string, string] => [
    name,
    did,
    seconds(count(`${name}.ms`)),
    of === '' ? '' : `${perSecond(count(of), count(`${name}.ms`))}/s`,
  ];
  print('\nNightly run\n');
  print(
    textTable(
      [
        { heading: 'step', align: 'left' },
        { heading: 'what', align: 'left' },
        { heading: 's' },
        { heading: 'speed' },
      ],
      [
        step('features', `${whole(count('features.series'))} series`, 'features.series'),
        step(
          'forecast',
          `${whole(count('forecast.series'))} series, ${count('forecast.skipped')} skipped`,
          'forecast.series',
        ),
        step(
          'risk',
          `${whole(count('risk.batches'))} batches, ${count('risk.skipped')} skipped`,
          'risk.batches',
        ),
        step(
          'proposals',
          `${whole(count('proposals.candidates'))} candidates, ${whole(actions.page.total)} actions`,
          'proposals.candidates',
        ),
        step('kpis', '', ''),
        ['whole run', '', seconds(nightlyMs), ''],
      ],
    ),
  );
  print(`\nServer start ${seconds(startMs)} s; first byte to first action ${seconds(firstActionMs)} s; `);
  print(`peak memory of the server ${whole(peakBytes / 2 ** 20)} MB (PostgreSQL apart)\n\nTop actions\n`);
  for (const action of actions.data) {
    const { expected_savings: mean, savings_low: low, savings_high: high } = action;
    const chance = Math.round(100 * action.chance_of_gain);
    print(
      `  ${action.rank}. ${mean.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}), gains with ${chance} %: `,
    );
    print(`${action.reason}\n`);
  }
  const rejected = uploads.reduce((sum, upload) => sum + upload.rows_rejected, 0);
  const missing = uploads.reduce((sum, upload) => sum + upload.rows - upload.rows_processed, 0);
  if (rejected > 0 || missing !== 0) fail(`${rejected} rows were rejected, ${missing} are missing`);
  if (count('forecast.skipped') + count('risk.skipped') + count('proposals.skipped') > 0)
    fail('the nightly run skipped some series');
  if (actions.data.length === 0) fail('no action came out');
}

function fail(why: string): void {
  process.stderr.write(`FAILED: ${why}\n`);
  process.exitCode = 1;
}
