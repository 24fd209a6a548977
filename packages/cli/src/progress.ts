/** What a command is doing, told on standard error while standard output stays free for data. */
export interface Progress {
  /** What happens now; a terminal shows it on one line that changes. */
  update(text: string): void;
  /** A step that is done; it stays. */
  done(text: string): void;
  /** Takes the changing line away, before data is printed. */
  clear(): void;
}

export interface ProgressOptions {
  stream: { write(text: string): unknown; isTTY?: boolean; columns?: number };
  quiet?: boolean;
  colour?: boolean;
}

const clearLine = '\r\u001b[2K';
const green = (text: string) => `\u001b[32m${text}\u001b[39m`;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * On a terminal a single line that is written over; elsewhere one line for
 * each step, and none for the changes of its percentage.
 */
export function createProgress({ stream, quiet = false, colour = false }: ProgressOptions): Progress {
  if (quiet) return { update: () => undefined, done: () => undefined, clear: () => undefined };
  if (stream.isTTY !== true) return linesOnly(stream);
  let turn = 0;
  return {
    update(text) {
      turn += 1;
      const line = `${spinner[turn % spinner.length]} ${text}`;
      stream.write(clearLine + line.slice(0, (stream.columns || 80) - 1));
    },
    done(text) {
      stream.write(`${clearLine}${colour ? green('✓') : '✓'} ${text}\n`);
    },
    clear() {
      stream.write(clearLine);
    },
  };
}

function linesOnly(stream: ProgressOptions['stream']): Progress {
  let lastStep = '';
  return {
    update(text) {
      const step = text.replace(/[\s█░]*\d+ %.*$/, '').trimEnd();
      if (step === lastStep) return;
      lastStep = step;
      stream.write(`${step}\n`);
    },
    done(text) {
      stream.write(`${text}\n`);
    },
    clear: () => undefined,
  };
}

/** Progress of this process: standard error, colours unless NO_COLOR is set. */
export function terminalProgress(options: { quiet?: boolean } = {}): Progress {
  const colour = process.stderr.isTTY === true && !process.env.NO_COLOR;
  return createProgress({ stream: process.stderr, colour, ...options });
}

/** `███████░░░ 70 %` */
export function bar(percent: number): string {
  const full = Math.round(Math.min(100, Math.max(0, percent)) / 10);
  return `${'█'.repeat(full)}${'░'.repeat(10 - full)} ${Math.floor(percent)} %`;
}
