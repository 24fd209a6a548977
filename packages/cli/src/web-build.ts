import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export type WebBuild =
  | { kind: 'current' }
  | { kind: 'built'; seconds: number }
  | { kind: 'failed'; reason: string };

/** What the screen is made from. */
const sources = [
  'packages/web/src',
  'packages/web/public',
  'packages/web/index.html',
  'packages/web/package.json',
  'packages/web/vite.config.ts',
  'packages/client/src',
];

/**
 * Builds the screen in a process of its own when it is missing or older than
 * its sources. A failure is a result: the API runs without a screen.
 *
 * @param project folder of the checkout
 */
export async function buildWebIfOutdated(project: string, signal?: AbortSignal): Promise<WebBuild> {
  if (!(await isOutdated(project))) return { kind: 'current' };
  const vite = join(project, 'node_modules/vite/bin/vite.js');
  if (!existsSync(vite)) return { kind: 'failed', reason: 'vite is not installed; run: npm ci' };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [vite, 'build', join(project, 'packages/web')], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    const [[exitCode], complaint] = await Promise.all([once(child, 'close'), text(child.stderr)]);
    if (exitCode === 0) return { kind: 'built', seconds: (performance.now() - startedAt) / 1000 };
    return { kind: 'failed', reason: complaint.trim().split('\n').slice(0, 5).join('\n') };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether the built page is missing or older than anything it is made from. */
export async function isOutdated(project: string): Promise<boolean> {
  const page = await stat(join(project, 'packages/web/dist/index.html')).catch(() => undefined);
  if (page === undefined) return true;
  const newest = Math.max(...(await Promise.all(sources.map((path) => newestChange(join(project, path))))));
  return newest > page.mtimeMs;
}

async function newestChange(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const changes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs);
  return Math.max(0, ...(await Promise.all(changes)));
}
