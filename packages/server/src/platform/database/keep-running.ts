import type { DatabaseLog } from './log.ts';

const lookEveryMs = 250;
const firstPauseMs = 200;
const longestPauseMs = 15_000;

/**
 * Watches a server process of ours and starts it again when it died without
 * being asked to: out of memory, a stray kill. What was committed is replayed
 * by the start; requests meanwhile are told to come again.
 *
 * @param options.isServing  whether the process lives; asked several times a second
 * @param options.restart    starts it; tried again with growing pauses when it fails
 */
export function keepRunning(options: {
  isServing(): boolean;
  restart(): Promise<void>;
  log?: DatabaseLog | undefined;
}): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let restarting: Promise<void> = Promise.resolve();

  function lookLater(ms: number, pauseMs: number): void {
    timer = setTimeout(() => {
      if (options.isServing()) lookLater(lookEveryMs, firstPauseMs);
      else restarting = restart(pauseMs);
    }, ms);
    timer.unref();
  }

  async function restart(pauseMs: number): Promise<void> {
    const began = performance.now();
    options.log?.error({}, 'PostgreSQL has died; it is started again');
    try {
      await options.restart();
      options.log?.warn({ ms: Math.round(performance.now() - began) }, 'PostgreSQL is back');
      if (!stopped) lookLater(lookEveryMs, firstPauseMs);
    } catch (error) {
      options.log?.error({ err: error, pauseMs }, 'PostgreSQL could not be started again; it is tried later');
      if (!stopped) lookLater(pauseMs, Math.min(pauseMs * 2, longestPauseMs));
    }
  }

  lookLater(lookEveryMs, firstPauseMs);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await restarting;
    },
  };
}
