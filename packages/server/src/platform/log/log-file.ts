import { fstatSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import pino from 'pino';

/** Lines are written a page at a time, at the latest after a quarter of a second. */
const together = { minLength: 4_096, periodicFlush: 250 };
const lookEveryMs = 30_000;
const dayMs = 86_400_000;

export interface LogFileLimits {
  /** A file that has grown to this is put aside; default 32 MB. */
  maxBytes: number;
  /** How many are kept aside; default 20. */
  keepFiles: number;
  /** And for how long; default 30 days. */
  keepDays: number;
}

const defaults: LogFileLimits = { maxBytes: 32 * 1024 * 1024, keepFiles: 20, keepDays: 30 };

/**
 * The log's file. It grows to a size, is then put aside as `granary.log.1`,
 * and what is older goes: a log that fills the disk stops everything else.
 * Several processes may write to it; each notices when another put it aside.
 */
export function openLogFile(path: string, limits: Partial<LogFileLimits> = {}) {
  const { maxBytes, keepFiles, keepDays } = { ...defaults, ...limits };
  const destination = pino.destination({ dest: path, sync: false, mkdir: true, ...together });
  // A full disk stops the log, not the program.
  destination.on('error', () => undefined);
  const opened = new Promise<void>((resolve) => {
    destination.once('ready', resolve);
    destination.once('error', () => resolve());
  });
  const turn = () => {
    try {
      const written = fstatSync((destination as unknown as { fd: number }).fd);
      const current = statSync(path, { throwIfNoEntry: false });
      if (current?.ino === written.ino && written.size < maxBytes) return;
      if (current?.ino === written.ino) putAside(path, keepFiles);
      destination.reopen();
      removeOld(path, keepDays);
    } catch {
      // A log that cannot be turned is written on; the next look tries again.
    }
  };
  const timer = setInterval(turn, lookEveryMs);
  timer.unref();
  return {
    destination,
    turn,
    /** Writes what is left; the file may not even be open yet. */
    async close() {
      clearInterval(timer);
      await opened;
      if ((destination as unknown as { fd: number }).fd < 0) return;
      await new Promise<void>((resolve) => destination.flush(() => resolve()));
    },
  };
}

function putAside(path: string, keepFiles: number): void {
  rmSync(`${path}.${keepFiles}`, { force: true });
  for (let number = keepFiles - 1; number >= 1; number--) {
    if (statSync(`${path}.${number}`, { throwIfNoEntry: false }) !== undefined) {
      renameSync(`${path}.${number}`, `${path}.${number + 1}`);
    }
  }
  renameSync(path, `${path}.1`);
}

function removeOld(path: string, keepDays: number): void {
  const prefix = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    const old = join(dirname(path), name);
    if (!name.startsWith(prefix) || !/\.\d+$/.test(name)) continue;
    if (Date.now() - statSync(old).mtimeMs > keepDays * dayMs) rmSync(old, { force: true });
  }
}
