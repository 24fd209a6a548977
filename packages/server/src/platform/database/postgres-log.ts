import { copyFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs';

const LARGEST_LOG_BYTES = 10 * 1024 * 1024;
const LOOK_EVERY_MS = 60_000;

/**
 * Keeps a log that PostgreSQL appends to below twice 10 MB: when it has grown
 * past that, it is copied to `.1` and emptied. The server writes in append
 * mode, so it goes on at the new beginning.
 *
 * @returns ends the watching
 */
export function boundLog(path: string, largestBytes = LARGEST_LOG_BYTES): () => void {
  const look = () => {
    if (!existsSync(path) || statSync(path).size <= largestBytes) return;
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The last lines of a log, for an error message. */
export function lastLines(path: string, count: number): string {
  if (!existsSync(path)) return '(no log)';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
