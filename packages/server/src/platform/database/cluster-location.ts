import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { DatabaseSetupError } from './errors.ts';
import { type Account, ROOT_FOLDERS } from './postgres-binaries.ts';

const pointerSchema = z.object({ home: z.string() });

/** The longest socket path Linux (108) and macOS (104) accept, less a margin. */
const LONGEST_SOCKET_PATH = 100;

/**
 * The folder that holds the cluster, its password and its log: `postgres` in
 * the data folder, unless the account PostgreSQL runs as cannot get there.
 * Then it lies in a folder of the machine and `postgres.json` in the data
 * folder names it, so that removing the data folder still starts anew.
 */
export function clusterHome(dataFolder: string, account: Account | undefined): string {
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
  if (account === undefined) {
    mkdirSync(inPlace, { recursive: true, mode: 0o700 });
    return inPlace;
  }
  mkdirSync(inPlace, { recursive: true, mode: 0o700 });
  chownSync(inPlace, account.uid, account.gid);
  if (canEnter(inPlace, account)) return inPlace;
  // Our own data folder may be the only closed door: let others pass through it, not look into it.
  const mode = statSync(dataFolder).mode & 0o777;
  if (statSync(dataFolder).uid === process.getuid?.()) {
    chmodSync(dataFolder, mode | 0o011);
    if (canEnter(inPlace, account)) return inPlace;
    chmodSync(dataFolder, mode);
  }
  rmSync(inPlace, { recursive: true, force: true });
  const home = homeElsewhere(account);
  writeFileSync(pointer, JSON.stringify({ home }, null, 2), { mode: 0o600 });
  return home;
}

function homeElsewhere(account: Account): string {
  for (const base of ROOT_FOLDERS) {
    try {
      const clusters = join(base, 'clusters');
      mkdirSync(base, { recursive: true, mode: 0o711 });
      mkdirSync(clusters, { recursive: true, mode: 0o711 });
      const home = join(clusters, randomBytes(8).toString('hex'));
      mkdirSync(home, { mode: 0o700 });
      chownSync(home, account.uid, account.gid);
      if (canEnter(home, account)) return home;
      rmSync(home, { recursive: true, force: true });
    } catch {
      // A read-only or foreign folder: the next one may do.
    }
  }
  throw new DatabaseSetupError(
    `PostgreSQL does not run as root, and no folder that account ${account.uid} can reach was found ` +
      `(${ROOT_FOLDERS.join(', ')}). Set GRANARY_DATA_DIR to a folder outside of private homes, or start as an ordinary user.`,
  );
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
  if (Buffer.byteLength(join(home, '.s.PGSQL.5432')) < LONGEST_SOCKET_PATH && !home.includes(','))
    return home;
  const folder = mkdtempSync(join(tmpdir(), 'granary-socket-'));
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  return folder;
}
