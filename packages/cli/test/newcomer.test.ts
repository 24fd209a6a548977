import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { granary, type Started, startGranary } from './granary.ts';

// The screen is built by the walkthrough in the browser; two builds at once would be in each other's way.
const start = ['start', '--demo-size', 'small', '--demo-until', '2026-11-20', '--no-build'];
const link = /Sign in, once, with (http:\/\/127\.0\.0\.1:\d+\/app\/link#\S+)/;
const address = /Ready in [\d.]+ s at (http:\/\/127\.0\.0\.1:\d+)\/app\//;

let folder: string;
let settings: Record<string, string>;
const started: Started[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-newcomer-'));
  // Passable for the account PostgreSQL runs as under root.
  await chmod(folder, 0o711);
  settings = { GRANARY_DATA_DIR: join(folder, 'data'), PORT: '0', GRANARY_WORKER_THREADS: '1' };
});

afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  const postgres = await postgresPid().catch(() => undefined);
  if (postgres !== undefined && (await isRunning(postgres))) process.kill(postgres, 'SIGQUIT');
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

async function up(): Promise<Started & { url: string }> {
  const server = startGranary(start, settings);
  started.push(server);
  const [, url] = await server.waitFor(address);
  return { ...server, url: url as string };
}

async function stop({ child, ended }: Started): Promise<Awaited<typeof ended>> {
  child.kill('SIGINT');
  return ended;
}

async function postgresPid(): Promise<number> {
  const file = join(folder, 'data/postgres/cluster/postmaster.pid');
  return Number((await readFile(file, 'utf8')).split('\n')[0]);
}

/** A process that has ended and was not waited for by its parent counts as ended. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') R');
  return !/\) [ZX]/.test(stat);
}

async function healthOf(url: string): Promise<unknown> {
  return (await fetch(`${url}/health`)).json();
}

async function decisions(): Promise<{ action_id: number; status: string }[]> {
  const { stdout } = await granary(['actions', 'list', '--json'], settings);
  return JSON.parse(stdout) as { action_id: number; status: string }[];
}

describe('a newcomer', { timeout: 180_000 }, () => {
  it('sees the best actions, an address that answers and a link that signs in once', async () => {
    const server = await up();
    expect(server.stderr()).toMatch(/Embedded PostgreSQL 18\S* is up, the schema is current/);
    expect(server.stderr()).toContain('Demo company: 8 stores, 60 items');
    expect(server.stdout()).toMatch(/ # +Action +Item +From +Expires +Saves +Chance of gain/);
    expect(server.stdout()).toMatch(/ 1 .*€\d+\.\d\d/);
    expect(await healthOf(server.url)).toMatchObject({ status: 'ok', database: { kind: 'embedded' } });

    const [, address] = await server.waitFor(link);
    const [page, token] = (address as string).split('#');
    const signIn = () =>
      fetch(`${new URL(page as string).origin}/api/v1/auth/link`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });
    const first = await signIn();
    expect(first.status).toBe(200);
    expect(first.headers.get('set-cookie')).toMatch(/granary_session=.*HttpOnly/);
    expect((await signIn()).status).toBe(401);

    const postgres = await postgresPid();
    expect(await isRunning(postgres)).toBe(true);
    const { code, stderr } = await stop(server);
    expect(code).toBe(0);
    expect(stderr).toContain(`Granary has stopped; its data stays in ${join(folder, 'data')}`);
    expect(await isRunning(postgres)).toBe(false);
  });

  it('finds everything again at the next start, and a second start refused while the first goes on', async () => {
    const before = await decisions();
    const [best] = before;
    expect(await granary(['actions', 'approve', String(best?.action_id)], settings)).toMatchObject({
      code: 0,
    });

    const server = await up();
    expect(server.stderr()).toContain('Your data is kept: stock of');
    expect(server.stderr()).not.toContain('Demo company');
    const after = await decisions();
    expect(after.map(({ action_id }) => action_id).sort()).toEqual(
      before.map(({ action_id }) => action_id).sort(),
    );
    expect(after.find(({ action_id }) => action_id === best?.action_id)?.status).toBe('APPROVED');

    const second = await granary(start, settings);
    expect(second.code).toBe(1);
    expect(second.stdout).toBe('');
    expect(second.stderr).toContain(
      `Granary is already running on ${join(folder, 'data')} (process ${server.pid}).`,
    );
    expect(second.stderr).not.toContain('    at ');
    expect(await healthOf(server.url)).toMatchObject({ status: 'ok' });

    const taken = await granary(['start', '--empty', '--no-build'], {
      ...settings,
      GRANARY_DATA_DIR: join(folder, 'other'),
      PORT: new URL(server.url).port,
    });
    expect(taken.code).toBe(1);
    expect(taken.stderr).toContain(
      `Port ${new URL(server.url).port} on 127.0.0.1 is taken by another program.`,
    );
    expect(taken.stderr).not.toContain('    at ');
    expect(await stop(server)).toMatchObject({ code: 0 });
  });

  it('starts again after kill -9 and stops the database that was left behind', async () => {
    const killed = await up();
    const postgres = await postgresPid();
    const before = await decisions();
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(await isRunning(postgres)).toBe(true);

    const server = await up();
    expect(await healthOf(server.url)).toMatchObject({ status: 'ok' });
    expect(await decisions()).toEqual(before);
    expect(await stop(server)).toMatchObject({ code: 0 });
    expect(await isRunning(postgres)).toBe(false);
  });

  it('has no database left behind when a command of its own server loses its reader', async () => {
    const { child, ended } = startGranary(['forecasts', '--json'], settings);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    await expect(postgresPid()).rejects.toThrow('ENOENT');
  });

  it.each([
    ['Ctrl-C', 'loading sales.csv', 'SIGINT', 0],
    ['kill -9', 'nightly run: ', 'SIGKILL', null],
  ] as const)('resumes a demo that %s ended at "%s"', async (_how, moment, signal, exitCode) => {
    const resumed = { ...settings, GRANARY_DATA_DIR: join(folder, `resumed-${signal}-${moment.length}`) };
    const first = startGranary(start, resumed);
    started.push(first);
    await expect.poll(() => first.stderr(), { timeout: 60_000, interval: 10 }).toContain(moment);
    first.child.kill(signal);
    expect(await first.ended).toMatchObject({ code: exitCode });

    const second = startGranary(start, resumed);
    started.push(second);
    await second.waitFor(address);
    expect(second.stdout()).toMatch(/ 1 .*€\d+\.\d\d/);
    const { stdout } = await granary(['uploads', '--json'], resumed);
    const completed = (JSON.parse(stdout) as { file_name: string; status: string }[])
      .filter(({ status }) => status === 'completed')
      .map(({ file_name }) => file_name);
    expect(completed.filter((name) => name === 'stores.csv')).toHaveLength(1);
    expect(new Set(completed)).toEqual(
      new Set(['stores.csv', 'items.csv', 'lanes.csv', 'purchases.csv', 'inventory.csv', 'sales.csv']),
    );
    expect(await stop(second)).toMatchObject({ code: 0 });
  });
});
