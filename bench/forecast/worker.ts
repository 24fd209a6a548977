import { parentPort, workerData } from 'node:worker_threads';
import { type Job, jobRunner } from './job.ts';

/** Runs the jobs it is sent, one after the other. An error ends it, and with it the benchmark. */

const run = jobRunner(workerData as string);
parentPort?.on('message', (job: Job) => parentPort?.postMessage(run(job)));
