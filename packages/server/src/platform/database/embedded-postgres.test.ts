import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EmbeddedPostgres,
  runningEmbeddedPostgres,
  startEmbeddedPostgres,
} from './embedded-postgres.ts';
import { DataFolderInUse } from './errors.ts';
import { stopPostmaster } from './postmaster.ts';
import { commandLine, processIdentity, waitForEnd } from './process-identity.ts';

let base: string;
let dataDir: string;
const running: EmbeddedPostgres[] = [];
const children: { child: ChildProcess; postgresPid: number }[] = [];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'granary-lifecycle-'));
  // Under root the folder must be open to the account PostgreSQL runs as; accounts.test.ts closes it.
  chmodSync(base, 0o755);
  dataDir = join(base, 'data');
});

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop();
  for (const { child, postgresPid } of children.splice(0)) {
    child.kill('SIGKILL');
    if (commandLine(postgresPid).includes(base)) await stopPostmaster(postgresPid);
  }
  rmSync(base, { recursive: true, force: true });
});

async function start(folder = dataDir): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  running.push(postgres);
  return postgres;
}

async function query(postgres: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client(postgres.clientConfig);
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

/** Another Granary process that holds the data folder; resolves when its PostgreSQL is up. */
async function startInChild(folder = dataDir): Promise<{ child: ChildProcess; postgresPid: number }> {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./embedded-postgres.ts', import.meta.url).href)};
    const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(folder)} });
    process.stdout.write(postgres.pid + '\\n');
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const postgresPid = await new Promise<number>((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(Number(data.toString())));
    child.once('exit', (code) =>
      reject(new Error(`the child ended with ${code} before its PostgreSQL was up`)),
    );
  });
  children.push({ child, postgresPid });
  return { child, postgresPid };
}

/** Kills a child's whole process group, as a closed terminal or an out-of-memory killer may. */
async function killHard(child: ChildProcess): Promise<void> {
  const pid = child.pid ?? 0;
  process.kill(-pid, 'SIGKILL');
  await waitForEnd(pid, 10_000);
}

describe('the embedded PostgreSQL', () => {
  it('listens on a Unix socket only, durably, and compares texts by code point', async () => {
    const postgres = await start();
    expect(await query(postgres, 'show listen_addresses')).toEqual(['']);
    expect(await query(postgres, 'show fsync')).toEqual(['on']);
    expect(await query(postgres, 'show synchronous_commit')).toEqual(['on']);
    expect(await query(postgres, 'show data_checksums')).toEqual(['on']);
    expect(await query(postgres, 'show timezone')).toEqual(['UTC']);
    // Code points: Z (U+005A) before a (U+0061) before é (U+00E9); dictionaries would say a é Z.
    expect(await query(postgres, `select x from unnest(array['é', 'a', 'Z']) as x order by x`)).toEqual([
      'Z',
      'a',
      'é',
    ]);
  });

  it('gives Granary a role that is no superuser, with a password nobody else can read', async () => {
    const postgres = await start();
    expect(
      await query(postgres, 'select rolsuper or rolbypassrls from pg_roles where rolname = current_user'),
    ).toEqual([false]);
    const wrong = new pg.Client({ ...postgres.clientConfig, password: 'guess' });
    await expect(wrong.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('stops without leaving a process, and keeps the data for the next start', async () => {
    const first = await start();
    await query(first, 'create table kept as select 42 as answer');
    await first.stop();
    expect(processIdentity(first.pid)).toBeUndefined();
    expect(runningEmbeddedPostgres(dataDir)).toBeUndefined();

    const second = await start();
    expect(second.reusedRunning).toBe(false);
    expect(await query(second, 'select answer from kept')).toEqual([42]);
  });

  it('tells a second start in this process who holds the folder, and harms nothing', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(`already running on ${dataDir} (process ${process.pid})`);
    expect(await query(first, 'select 1')).toEqual([1]);
    // The refused start must not have given the folder away.
    await expect(start()).rejects.toBeInstanceOf(DataFolderInUse);
  });

  it('tells a second start which other process holds the folder', async () => {
    const { child } = await startInChild();
    await expect(start()).rejects.toMatchObject({ name: 'DatabaseSetupError', pid: child.pid });
    const shared = runningEmbeddedPostgres(dataDir);
    const client = new pg.Client(shared);
    await client.connect();
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
  });

  it('takes over the server of a Granary killed with its whole process group', async () => {
    const { child, postgresPid } = await startInChild();
    await killHard(child);
    expect(commandLine(postgresPid)).toContain('postgres');

    const postgres = await start();
    expect(postgres.reusedRunning).toBe(true);
    expect(postgres.pid).toBe(postgresPid);
    expect(await query(postgres, 'select 1')).toEqual([1]);
    await postgres.stop();
    expect(processIdentity(postgresPid)).toBeUndefined();
  });

  it('recovers what was committed when Granary and PostgreSQL were both killed', async () => {
    const { child, postgresPid } = await startInChild();
    const client = new pg.Client(runningEmbeddedPostgres(dataDir));
    client.on('error', () => {});
    await client.connect();
    await client.query('create table committed as select 7 as answer');
    process.kill(postgresPid, 'SIGKILL');
    await killHard(child);
    await client.end().catch(() => {});

    const postgres = await start();
    expect(postgres.reusedRunning).toBe(false);
    expect(await query(postgres, 'select answer from committed')).toEqual([7]);
  });

  it('is not misled by a process that got the number of the dead Granary or the dead PostgreSQL', async () => {
    const first = await start();
    const pidFile = join(first.home, 'cluster', 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    await first.stop();
    // This very test process lives, but is neither of them.
    writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
    writeFileSync(
      join(dataDir, 'granary.lock'),
      JSON.stringify({ pid: process.pid, identity: 'another boot/1' }),
    );

    const second = await start();
    expect(second.reusedRunning).toBe(false);
    expect(await query(second, 'select 1')).toEqual([1]);
  });

  it('starts over when it was killed in the middle of creating the cluster', async () => {
    const first = await start();
    await first.stop();
    rmSync(join(first.home, 'cluster'), { recursive: true });
    mkdirSync(join(first.home, 'new-1', 'cluster'), { recursive: true });
    writeFileSync(join(first.home, 'new-1', 'cluster', 'PG_VERSION'), '18\n');

    const second = await start();
    expect(await query(second, 'select 1')).toEqual([1]);
    expect(readdirSync(second.home).filter((name) => name.startsWith('new-'))).toEqual([]);
  });

  it('works below a path longer than a socket address may be, and removes its socket folder', async () => {
    const deep = join(base, ...Array.from({ length: 8 }, (_, level) => `a-rather-long-folder-name-${level}`));
    const postgres = await start(deep);
    expect(await query(postgres, 'select 1')).toEqual([1]);
    const socketFolder = postgres.clientConfig.host ?? '';
    expect(socketFolder.startsWith(deep)).toBe(false);
    await postgres.stop();
    expect(existsSync(socketFolder)).toBe(false);
  });

  it.each(['with space', "quote ' and, comma", 'ümläut-数据'])('works in a folder named %s', async (name) => {
    const postgres = await start(join(base, name));
    expect(await query(postgres, 'select 1')).toEqual([1]);
  });

  it('starts anew when the data folder was removed', async () => {
    const first = await start();
    await query(first, 'create table lost as select 1');
    await first.stop();
    rmSync(dataDir, { recursive: true });
    const second = await start();
    expect(await query(second, `select to_regclass('lost') is null`)).toEqual([true]);
  });

  it('starts anew when the data folder was removed under a server that still runs', async () => {
    const { child, postgresPid } = await startInChild();
    await killHard(child);
    rmSync(dataDir, { recursive: true });
    const postgres = await start();
    expect(await query(postgres, 'select 1')).toEqual([1]);
    expect(processIdentity(postgresPid)).toBeUndefined();
  });

  it('says what to do when the password file is gone', async () => {
    const first = await start();
    await first.stop();
    rmSync(join(first.home, 'credentials.json'));
    await expect(start()).rejects.toThrow(
      /password file .* Put it back from a backup, or remove the data folder/,
    );
  });

  it('says what to do when the cluster is of another major version', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(join(first.home, 'cluster', 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(/made by PostgreSQL 17, this Granary brings PostgreSQL 18/);
  });

  it('shows the log of PostgreSQL when it does not start, and can be started again', async () => {
    const attempt = startEmbeddedPostgres({ dataDir, settings: { shared_buffers: 'plenty' } });
    await expect(attempt).rejects.toThrow(/did not start[\s\S]*shared_buffers/);
    expect(await query(await start(), 'select 1')).toEqual([1]);
  });
});
