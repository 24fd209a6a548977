import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DataFolderInUse, errorCode } from './errors.ts';
import { processIdentity } from './process-identity.ts';

const lockSchema = z.object({ pid: z.number().int().positive(), identity: z.string() });
type Lock = z.infer<typeof lockSchema>;

/**
 * Takes the data folder for this process, or throws `DataFolderInUse` at once.
 * The lock is a file that names its holder; one left behind by kill -9 or a
 * power cut names a process that no longer lives and is replaced. The file is
 * linked into place whole, so nobody ever reads half of it.
 *
 * @returns gives the folder back; safe to call twice
 */
export function lockDataFolder(dataFolder: string): () => void {
  const path = join(dataFolder, 'granary.lock');
  const own: Lock = { pid: process.pid, identity: processIdentity(process.pid) ?? 'unknown' };
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o644 });
  try {
    for (;;) {
      try {
        linkSync(draft, path);
        break;
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw error;
        const holder = readLock(path);
        if (holder !== undefined && isHeld(holder)) throw new DataFolderInUse(dataFolder, holder.pid);
        removeStale(path, draft);
      }
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    const holder = readLock(path);
    if (holder?.pid === own.pid && holder.identity === own.identity) rmSync(path, { force: true });
  };
}

/** The live process that holds the folder, if there is one. */
export function dataFolderHolder(dataFolder: string): number | undefined {
  const holder = readLock(join(dataFolder, 'granary.lock'));
  return holder !== undefined && isHeld(holder) ? holder.pid : undefined;
}

function isHeld(lock: Lock): boolean {
  return processIdentity(lock.pid) === lock.identity;
}

function readLock(path: string): Lock | undefined {
  try {
    return lockSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Moves the stale lock aside instead of deleting it: if another starter has
 * replaced it in between, what was moved is its live lock and is put back.
 */
function removeStale(path: string, draft: string): void {
  const aside = `${draft}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const moved = readLock(aside);
  if (moved !== undefined && isHeld(moved)) linkSync(aside, path);
  rmSync(aside, { force: true });
}
