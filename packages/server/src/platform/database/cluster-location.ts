import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type Account, ROOT_FOLDERS, UNPRIVILEGED } from './account.ts';
import { DatabaseSetupError } from './errors.ts';

/** The longest socket path Linux (108) and macOS (104) accept, less a margin. */
const LONGEST_SOCKET_PATH = 100;

/** In a home outside of the data folder: whose it is. */
const OWNING_FOLDER = 'data-folder';
const SOCKET_FOLDER = 'granary-socket-';

const pointerSchema = z.object({ home: z.string() });

/**
 * The folder that holds cluster, password and log, if one was made before:
 * `postgres` in the data folder, or the folder that `postgres.json` there names.
 */
export function existingHome(dataFolder: string): string | undefined {
  const pointer = join(dataFolder, 'postgres.json');
  if (existsSync(pointer)) {
    const { home } = pointerSchema.parse(JSON.parse(readFileSync(pointer, 'utf8')));
    if (existsSync(home)) return home;
    throw new DatabaseSetupError(
      `${pointer} says that the database is in ${home}, but that folder is gone. ` +
        `Put it back, or remove ${dataFolder} to start anew.`,
    );
  }
  const inPlace = join(dataFolder, 'postgres');
  return existsSync(inPlace) ? inPlace : undefined;
}

/**
 * As whom PostgreSQL runs: as ourselves, or, because it refuses to be root, as
 * the owner of the data that is there already, else as "nobody".
 */
export function accountFor(dataFolder: string): Account | undefined {
  const us = process.getuid?.();
  const home = existingHome(dataFolder);
  const owner = home === undefined ? undefined : statSync(home);
  if (us === 0)
    return owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : UNPRIVILEGED;
  if (owner !== undefined && us !== undefined && owner.uid !== us) {
    throw new DatabaseSetupError(
      `The database in ${home} belongs to account ${owner.uid}, and this is account ${us}. ` +
        'Start Granary as before (as root, if it was started as root), or choose another folder with GRANARY_DATA_DIR.',
    );
  }
  return undefined;
}

/**
 * The existing home, or a new one: in the data folder, unless the account
 * cannot get there, as in a folder below /root. Then it lies in a folder of the
 * machine and `postgres.json` names it, so that removing the data folder still
 * starts anew.
 */
export function clusterHome(dataFolder: string, account: Account | undefined): string {
  const existing = existingHome(dataFolder);
  if (existing !== undefined && (account === undefined || canEnter(existing, account))) return existing;
  const inPlace = existing ?? join(dataFolder, 'postgres');
  mkdirSync(inPlace, { recursive: true, mode: 0o700 });
  if (account === undefined) return inPlace;

  chownSync(inPlace, account.uid, account.gid);
  if (canEnter(inPlace, account)) return inPlace;
  // Our own data folder may be the only closed door: let others pass through it, not look into it.
  const { mode, uid } = statSync(dataFolder);
  if (uid === process.getuid?.()) {
    chmodSync(dataFolder, (mode & 0o777) | 0o011);
    if (canEnter(inPlace, account)) return inPlace;
    chmodSync(dataFolder, mode & 0o777);
  }
  if (existing !== undefined) {
    throw new DatabaseSetupError(
      `PostgreSQL runs as account ${account.uid} and can no longer reach ${existing}: a folder above it was closed. ` +
        'Let others pass through it (chmod o+x), or start Granary as an ordinary user.',
    );
  }
  rmSync(inPlace, { recursive: true, force: true });
  const home = homeElsewhere(dataFolder, account);
  writeFileSync(join(dataFolder, 'postgres.json'), JSON.stringify({ home }, null, 2), { mode: 0o600 });
  return home;
}

function homeElsewhere(dataFolder: string, account: Account): string {
  for (const base of ROOT_FOLDERS) {
    try {
      const clusters = join(base, 'clusters');
      mkdirSync(base, { recursive: true, mode: 0o711 });
      mkdirSync(clusters, { recursive: true, mode: 0o711 });
      const home = join(clusters, randomBytes(8).toString('hex'));
      mkdirSync(home, { mode: 0o700 });
      chownSync(home, account.uid, account.gid);
      writeFileSync(join(home, OWNING_FOLDER), dataFolder, { mode: 0o600 });
      if (canEnter(home, account)) return home;
      rmSync(home, { recursive: true, force: true });
    } catch {
      // A read-only or foreign folder: the next one may do.
    }
  }
  throw new DatabaseSetupError(
    `PostgreSQL does not run as root, and no folder that account ${account.uid} can reach was found ` +
      `(${ROOT_FOLDERS.join(', ')}). Set GRANARY_DATA_DIR to a folder outside of private homes, ` +
      'or start Granary as an ordinary user.',
  );
}

/**
 * Homes outside that belonged to a data folder of this path which was removed
 * since. Their data is left alone (the folder may be a disk that is not
 * mounted), but a server still running there has to end.
 */
export function abandonedHomes(dataFolder: string): string[] {
  if (existingHome(dataFolder) !== undefined) return [];
  return ROOT_FOLDERS.map((base) => join(base, 'clusters'))
    .filter((clusters) => existsSync(clusters) && process.getuid?.() === 0)
    .flatMap((clusters) => readdirSync(clusters).map((name) => join(clusters, name)))
    .filter((home) => {
      const owner = join(home, OWNING_FOLDER);
      return existsSync(owner) && readFileSync(owner, 'utf8') === dataFolder;
    });
}

/** Whether the account can pass all folders above and write there; asked of the system, which knows ACLs too. */
function canEnter(folder: string, account: Account): boolean {
  const run = spawnSync('/bin/sh', ['-c', 'cd "$1" && [ -w . ]', 'sh', folder], { ...account, cwd: '/' });
  if (run.error !== undefined) {
    throw new DatabaseSetupError(
      `PostgreSQL does not run as root, and this system does not let us start it as account ${account.uid} ` +
        `(${run.error.message}). Start Granary as an ordinary user, or set DATABASE_URL.`,
      { cause: run.error },
    );
  }
  return run.status === 0;
}

/** The folder for the Unix socket: the home itself, or a short private one when its path is too long. */
export function socketFolderFor(home: string, account: Account | undefined): string {
  // PostgreSQL reads the setting as a list with commas, and an @ in front as an abstract name.
  const fits = Buffer.byteLength(join(home, '.s.PGSQL.5432')) < LONGEST_SOCKET_PATH && !/[,"]/.test(home);
  if (fits) return home;
  const folder = mkdtempSync(join(tmpdir(), SOCKET_FOLDER));
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  return folder;
}

/** Removes a socket folder made by `socketFolderFor`; any other folder is left alone. */
export function removeSocketFolder(folder: string): void {
  if (basename(folder).startsWith(SOCKET_FOLDER)) rmSync(folder, { recursive: true, force: true });
}
