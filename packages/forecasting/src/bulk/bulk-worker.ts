import { parentPort } from 'node:worker_threads';
import { trainQuantile } from '../models/gradient-boosting/quantile-training.ts';
import { forecastChunk, modelOf } from './forecast-chunk.ts';
import type { WorkerAnswer, WorkerTask } from './worker-task.ts';

/** The entry of a worker thread: answers one task after the other until it is ended from outside. */
parentPort?.on('message', async (task: WorkerTask) => {
  let answer: WorkerAnswer;
  try {
    answer =
      task.kind === 'train'
        ? { result: trainQuantile(task.task) }
        : { result: forecastChunk(task.chunk, await modelOf(task.method), task.method) };
  } catch (error) {
    answer = { error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
