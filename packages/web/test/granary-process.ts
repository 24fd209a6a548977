import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));

export interface GranaryProcess {
  /** What it has printed so far, both streams. */
  output(): string;
  signInLink: string;
  address: string;
  /** Ctrl-C, then waits for the end; gives the exit code. */
  interrupt(): Promise<number | null>;
  /** Stops it if it still runs and removes its data. */
  remove(): Promise<void>;
}

const patienceMs = 150_000;

/** Runs `granary start` as a newcomer does, on a data folder of its own, until it prints the sign-in link. */
export async function startGranary(...options: string[]): Promise<GranaryProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'granary-newcomer-'));
  const child = spawn(process.execPath, [program, 'start', ...options], {
    env: { ...process.env, GRANARY_DATA_DIR: dataDir, PORT: '0', NO_COLOR: '1', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (text += piece));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const signInLink = await waitForLink(child, exited, () => text);
  return {
    output: () => text,
    signInLink,
    address: new URL(signInLink).origin,
    interrupt: async () => {
      child.kill('SIGINT');
      return exited;
    },
    remove: async () => {
      child.kill('SIGINT');
      await exited;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function waitForLink(
  child: ChildProcess,
  exited: Promise<unknown>,
  text: () => string,
): Promise<string> {
  const giveUpAt = Date.now() + patienceMs;
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  for (;;) {
    const link = /http:\/\/\S+\/app\/link#\S+/.exec(text());
    if (link !== null) return link[0];
    if (ended || Date.now() > giveUpAt) {
      child.kill('SIGKILL');
      throw new Error(`granary start printed no sign-in link:\n${text()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
