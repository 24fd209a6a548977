import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { granary, type Started, startGranary } from '../../packages/cli/test/granary.ts';
import { runningEmbeddedPostgres } from '../../packages/server/src/platform/database/index.ts';

let server: Started;
let folder: string;
let settings: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-audit-'));
  await chmod(folder, 0o711);
  settings = { GRANARY_DATA_DIR: join(folder, 'data') };
  server = startGranary(['start', '--empty', '--no-build'], { ...settings, PORT: '0' });
  await server.waitFor(/Ready in/);
  for (let link = 0; link < 3; link += 1) expect((await run('link')).code).toBe(0);
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => granary(args, settings);

it('lists and exports the trail, filtered', async () => {
  const listed = await run('audit', 'list', '--verb', 'link_made');
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringMatching(/Terminal.*link_made/) });
  const exported = await run('audit', 'export', '--verb', 'link_made', '--text', 'terminal');
  const rows = parse(exported.stdout, { columns: true }) as { audit_id: string; actor_name: string }[];
  expect(rows.map((row) => row.actor_name)).toEqual(['Terminal', 'Terminal', 'Terminal']);
  expect((await run('audit', 'list', '--verb', 'nothing')).stderr).toContain('no such entry');
});

it('finds the trail in order, and a removed entry by its number with exit code 1', async () => {
  const head = await run('audit', 'head');
  const file = join(folder, 'head.json');
  await writeFile(file, head.stdout);
  const { audit_id } = JSON.parse(head.stdout) as { audit_id: number };
  expect(await run('audit', 'verify', '--head', file)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`${audit_id} entries are in order`),
  });

  const owner = new pg.Client(runningEmbeddedPostgres(settings.GRANARY_DATA_DIR ?? '') ?? {});
  await owner.connect();
  try {
    await owner.query(`alter table identity.audit_entries disable trigger user;
                       alter table identity.audit_entries no force row level security`);
    await owner.query('delete from identity.audit_entries where audit_id = $1', [audit_id - 1]);
  } finally {
    await owner.end();
  }
  expect(await run('audit', 'verify')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`(removed): Entry ${audit_id - 1} is missing`),
  });
});

it('refuses a file that is no saved head, and says how to make one', async () => {
  const file = join(folder, 'other.json');
  await writeFile(file, '{"audit_id": "x"}');
  expect(await run('audit', 'verify', '--head', file)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('granary audit head > head.json'),
  });
});
