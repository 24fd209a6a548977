import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A started `granary`, as a person at a terminal sees it. */
export interface Started {
  child: ChildProcess;
  pid: number;
  stdout(): string;
  stderr(): string;
  /** Waits until standard output matches; rejects with what was printed when the program ends before. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<Ended>;
}

/** Starts `granary` with the settings given and none of the surroundings. */
export function startGranary(args: string[], settings: Record<string, string> = {}): Started {
  const own = /^(GRANARY_|DATABASE_URL$|PORT$|HOST$|NO_COLOR$|FORCE_COLOR$|NODE_OPTIONS$|VITEST)/;
  const surroundings = Object.entries(process.env).filter(([name]) => !own.test(name));
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...Object.fromEntries(surroundings), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return {
    child,
    pid: child.pid as number,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(stdout);
          if (found === null) return;
          child.stdout.off('data', look);
          resolve(found);
        };
        child.stdout.on('data', look);
        look();
        ended.then(({ code }) =>
          reject(new Error(`granary ended with ${code} before ${pattern}:\n${stdout}\n${stderr}`)),
        );
      }),
  };
}

/** Runs `granary` to its end. */
export function granary(args: string[], settings: Record<string, string> = {}): Promise<Ended> {
  return startGranary(args, settings).ended;
}
