import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulateCompany } from '@granary/inventory/simulation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCompanyFiles } from '../src/company-files.ts';
import { granary, type Started, startGranary } from './granary.ts';

/** A server with the files of a small company, loaded and planned by the terminal itself, as stated below. */
let server: Started;
let folder: string;
let settings: Record<string, string>;
let expectedRows: Map<string, number>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-verbs-'));
  await chmod(folder, 0o711);
  settings = { GRANARY_DATA_DIR: join(folder, 'data') };
  server = startGranary(['start', '--empty', '--no-build'], {
    ...settings,
    PORT: '0',
    GRANARY_WORKER_THREADS: '1',
  });
  await server.waitFor(/Ready in/);
  const company = simulateCompany({ seed: 7, endDate: '2026-11-15', days: 120, stores: 6, items: 60 });
  const written = await writeCompanyFiles(company, join(folder, 'company'), { dialect: 'clean' });
  expectedRows = new Map(written.map(({ file, rows }) => [file, rows]));
});

afterAll(async () => {
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => granary(args, settings);

async function json<Shape>(...args: string[]): Promise<Shape> {
  const { code, stdout, stderr } = await run(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.anything() });
  return JSON.parse(stdout) as Shape;
}

interface Loaded {
  file: string;
  loaded: boolean;
  report: { file_type: string; rows_new: number; rows_rejected: number; rows_unchanged: number };
}
interface ActionRow {
  action_id: number;
  status: string;
  qty: number;
  expected_savings: number;
}

const lines = (csv: string) => csv.trimEnd().split('\r\n');

describe('granary import', () => {
  it('loads the files of a company in the order of their dependencies, whatever order they are named in', async () => {
    const files = (await readdir(join(folder, 'company'))).sort().toReversed();
    const results = await json<Loaded[]>('import', ...files.map((file) => join(folder, 'company', file)));
    expect(results.map(({ report }) => report.file_type)).toEqual([
      'stores',
      'items',
      'lanes',
      'purchases',
      'inventory',
      'sales',
    ]);
    for (const { file, report } of results) {
      expect({ file, rows: report.rows_new + report.rows_rejected }).toEqual({
        file,
        rows: expectedRows.get(file),
      });
    }
  });

  it('says that a second time changes nothing', async () => {
    const [again] = await json<Loaded[]>('import', join(folder, 'company/items.csv'));
    expect(again?.report).toMatchObject({ rows_new: 0, rows_unchanged: 60 });
  });

  it('groups what is wrong by cause, with rows, column and what to do', async () => {
    const file = join(folder, 'sales.csv');
    await writeFile(
      file,
      'date,store_id,sku_id,units_sold\n2026-11-14,S01,BAK-001,5\n2026-11-40,S01,BAK-001,5\n2026-11-41,S01,BAK-001,5\n',
    );
    const { code, stdout } = await run('import', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/sales\.csv +sales +\d +\d +\d +2/);
    expect(stdout).toMatch(/2 rows rejected, column date: .*\n {4}rows 3, 4\n {4}\S/);
  });

  it('refuses a file without its columns, proposes the mapping, and exits with 1', async () => {
    const file = join(folder, 'till.csv');
    await writeFile(file, 'when,outlet no,sku_id,how many\n2026-11-14,S01,BAK-001,5\n');
    const refused = await run('import', '--type', 'sales', file);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('till.csv was refused: ');
    expect(refused.stdout).toContain('  units_sold: ');
    const mapping = ['--map', 'when=date', '--map', 'outlet no=store_id', '--map', 'how many=units_sold'];
    expect(await run('import', '--type', 'sales', ...mapping, file)).toMatchObject({ code: 0 });
  });

  it('names a file that is not there', async () => {
    const { code, stderr } = await run('import', join(folder, 'nowhere.csv'));
    expect(code).toBe(1);
    expect(stderr).toContain('nowhere.csv cannot be read: ');
    expect(stderr).not.toContain('    at ');
  });
});

describe('granary run nightly', () => {
  it('follows the run and prints what it counted', async () => {
    const { code, stdout, stderr } = await run('run', 'nightly');
    expect(code).toBe(0);
    expect(stderr).toMatch(/nightly run completed in [\d.]+ s/);
    expect(stdout).toMatch(/forecast\.series +[1-9]/);
    expect(stdout).toMatch(/risk\.batches +[1-9]/);
  });
});

describe('lists', () => {
  const forms: [verb: string[], columns: string][] = [
    [['risk'], 'store_id,sku_id,batch_id,p_waste,expected_wasted_units,at_risk_value,risk_score'],
    [
      ['actions', 'list'],
      'action_id,action_type,from_store,to_store,sku_id,batch_id,qty,discount_pct,start_date,expected_savings,status',
    ],
    [['forecasts'], 'store_id,sku_id,date,mean,p10,p50,p90'],
  ];

  it.each(forms)(
    'print %j as CSV with the promised columns and as many rows as JSON has',
    async (verb, columns) => {
      const { code, stdout } = await run(...verb, '--csv');
      expect(code).toBe(0);
      const [heading, ...rows] = lines(stdout);
      for (const column of columns.split(',')) expect(heading?.split(',')).toContain(column);
      const all = await json<object[]>(...verb);
      expect(all.length).toBeGreaterThan(0);
      expect(rows).toHaveLength(all.length);
    },
  );

  it('follow every page: more forecast days than one page holds', async () => {
    expect((await json<object[]>('forecasts')).length).toBeGreaterThan(500);
  });

  it.each(forms)('print at most --limit rows of %j', async (verb) => {
    expect(lines((await run(...verb, '--csv', '--limit', '2')).stdout)).toHaveLength(3);
    expect(await json<object[]>(...verb, '--limit', '2')).toHaveLength(2);
  });

  it('filter as asked', async () => {
    const rows = await json<{ store_id: string; risk_score: number }[]>(
      'risk',
      '--store',
      'S02',
      '--min-score',
      '10',
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row.store_id).toBe('S02');
      expect(row.risk_score).toBeGreaterThanOrEqual(10);
    }
  });

  it('end quietly when the reader has seen enough', async () => {
    const { child, ended } = startGranary(['forecasts', '--json'], settings);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('write money as the organization does, and say how many rows are not shown', async () => {
    const { stdout, stderr } = await run('risk', '--limit', '1');
    expect(stdout).toMatch(/€\d+\.\d\d/);
    expect(stderr).toMatch(/^1 of \d+; --limit for more, --csv for all\.\n$/);
  });

  it('refuse both forms at once, and a filter the server does not accept', async () => {
    expect(await run('risk', '--csv', '--json')).toMatchObject({ code: 1, stdout: '' });
    const { code, stderr } = await run('risk', '--min-score', '300');
    expect(code).toBe(1);
    expect(stderr).toContain('min_score');
  });
});

describe('granary actions', () => {
  it('approves, completes and rejects; a decision already taken is told with its date and exits with 1', async () => {
    const pending = await json<ActionRow[]>('actions', 'list', '--status', 'pending');
    const [first, second, third] = pending;
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('the company has fewer than three proposals');

    const approved = await json<ActionRow[]>(
      'actions',
      'approve',
      String(first.action_id),
      '--note',
      'today',
    );
    expect(approved).toMatchObject([{ action_id: first.action_id, status: 'APPROVED' }]);
    const again = await run('actions', 'approve', String(first.action_id), '999999');
    expect(again.code).toBe(1);
    expect(again.stderr).toContain(`${first.action_id} not approved: Approved by Terminal on `);
    expect(again.stderr).toContain('999999 not approved: There is no action 999999.');

    const [done] = await json<ActionRow[]>(
      ...['actions', 'complete', String(first.action_id), '--recovered', '12.50', '--cleared', '1'],
    );
    expect(done?.status).toBe('DONE');
    // Two in one call, each with its answer.
    const two = [String(second.action_id), String(third.action_id)];
    const rejected = await json<ActionRow[]>('actions', 'reject', ...two, '--reason', 'no van');
    expect(rejected).toMatchObject([
      { action_id: second.action_id, status: 'REJECTED' },
      { action_id: third.action_id, status: 'REJECTED' },
    ]);

    const kpis = await json<{ recovered_value: number; done_actions: number; rejected_actions: number }>(
      'kpis',
    );
    expect(kpis).toMatchObject({ recovered_value: 12.5, done_actions: 1, rejected_actions: 2 });
    expect((await run('kpis')).stdout).toContain('1, recovered €12.50');
  });
});

describe('granary demo', () => {
  it('leaves an organization that has data alone', async () => {
    const { code, stderr } = await run('demo');
    expect(code).toBe(1);
    expect(stderr).toContain('My organization has 7 stores already');
  });
});

describe('connecting', () => {
  it('says so when nothing answers at GRANARY_URL', async () => {
    const { code, stderr } = await granary(['kpis'], { GRANARY_URL: 'http://127.0.0.1:9' });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'No Granary answers at http://127.0.0.1:9. Start one with "granary start", or correct GRANARY_URL.\n',
    );
  });

  it('says so when the token is not valid', async () => {
    const terminal = await readFile(join(folder, 'data/terminal.json'), 'utf8');
    const { url } = JSON.parse(terminal) as { url: string };
    const { code, stderr } = await granary(['kpis'], { GRANARY_URL: url, GRANARY_TOKEN: 'x' });
    expect(code).toBe(1);
    expect(stderr).toBe('This is not a token that Granary makes. Sign in, or send one that is.\n');
  });

  it('lists every setting without a server, those of the terminal included', async () => {
    const names = (JSON.parse((await granary(['settings', '--json'])).stdout) as { name: string }[]).map(
      ({ name }) => name,
    );
    expect(names).toEqual(
      expect.arrayContaining(['PORT', 'GRANARY_DATA_DIR', 'DATABASE_URL', 'GRANARY_URL']),
    );
  });

  it.each(['/dev/null/data', '/dev/null'])(
    'names the data folder %s, which cannot be used',
    async (folder) => {
      const { code, stderr } = await granary(['migrate'], { GRANARY_DATA_DIR: folder });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^\/dev\/null(\/data)? cannot be used: .*GRANARY_DATA_DIR/);
      expect(stderr).not.toContain('    at ');
    },
  );

  it('names a setting that cannot be used', async () => {
    const { code, stderr } = await granary(['serve'], { PORT: 'eighty' });
    expect(code).toBe(1);
    expect(stderr).toContain('PORT=eighty');
    expect(stderr).not.toContain('    at ');
  });
});
