import { Worker } from 'node:worker_threads';
import type { WorkerAnswer, WorkerResults, WorkerTask } from './worker-task.ts';

/** A fixed number of worker threads that share a queue of tasks. */
export interface Threads {
  /**
   * Runs a task in the thread that is free first.
   *
   * @throws ThreadEnded if the thread ended before it answered, or `close` was called
   */
  run<Task extends WorkerTask>(task: Task): Promise<WorkerResults[Task['kind']]>;
  /** ends all threads, whatever they are doing */
  close(): Promise<void>;
}

/** A thread ended while it worked: out of memory, an exit, or closed from outside. */
export class ThreadEnded extends Error {
  override name = 'ThreadEnded';
}

interface Job {
  task: WorkerTask;
  resolve(result: WorkerResults[WorkerTask['kind']]): void;
  reject(error: Error): void;
}

/** Short-lived arrays otherwise pile up to hundreds of megabytes in each thread; at this size it takes 4 % more time. */
const YOUNG_GENERATION_MB = 16;

/** Threads start with their first task; one that ended is replaced at the next. */
export function createThreads(size: number): Threads {
  const waiting: Job[] = [];
  const idle: Worker[] = [];
  const working = new Map<Worker, Job>();
  let closed = false;

  const start = (): Worker => {
    const worker = new Worker(ENTRY, {
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    let reason = '';
    worker.on('message', (answer: WorkerAnswer) => {
      const job = working.get(worker);
      working.delete(worker);
      idle.push(worker);
      if (job && 'error' in answer) job.reject(new Error(answer.error));
      else if (job && 'result' in answer) job.resolve(answer.result);
      next();
    });
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', (code) => {
      const job = working.get(worker);
      working.delete(worker);
      const place = idle.indexOf(worker);
      if (place >= 0) idle.splice(place, 1);
      job?.reject(
        new ThreadEnded(reason === '' ? `the thread ended with code ${code}` : `the thread ended: ${reason}`),
      );
      next();
    });
    return worker;
  };

  const next = (): void => {
    while (!closed && waiting.length > 0 && (idle.length > 0 || working.size < size)) {
      const job = waiting.shift()!;
      const worker = idle.pop() ?? start();
      working.set(worker, job);
      worker.postMessage(job.task);
    }
  };

  return {
    run: <Task extends WorkerTask>(task: Task) =>
      new Promise<WorkerResults[Task['kind']]>((resolve, reject) => {
        if (closed) return reject(new ThreadEnded('the threads are closed'));
        waiting.push({ task, resolve: resolve as Job['resolve'], reject });
        next();
      }),
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.reject(new ThreadEnded('the threads are closed'));
      await Promise.all([...idle, ...working.keys()].map((worker) => worker.terminate()));
    },
  };
}

/** TypeScript inside the repository, JavaScript in a packed package: the entry lies beside this file in both. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './bulk-worker.ts' : './bulk-worker.js',
  import.meta.url,
);
