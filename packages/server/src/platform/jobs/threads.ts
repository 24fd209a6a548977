import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';

/** Worker threads for numeric loops, so that no request waits for a forecast. */
export interface Threads {
  size: number;
  /**
   * Runs the default export of `module` in a thread.
   *
   * @param module file URL of a module whose default export takes `task`
   * @param task   copied to the thread; keep it to one chunk of series
   */
  run<Task, Result>(module: URL, task: Task, signal?: AbortSignal): Promise<Result>;
  close(): Promise<void>;
}

export function createThreads(size = availableParallelism()): Threads {
  const pool = new Piscina({ minThreads: 0, maxThreads: size, idleTimeout: 30_000, execArgv: [] });
  return {
    size,
    run: (module, task, signal) =>
      pool.run(task, { filename: module.href, ...(signal === undefined ? {} : { signal }) }),
    close: () => pool.destroy(),
  };
}
