import { parentPort, workerData } from 'node:worker_threads';
import { type Job, type JobSource, jobRunner } from './job.ts';

/** Runs the jobs it is sent, one after the other. An error ends it, and with it the benchmark. */

const run = jobRunner(workerData as JobSource);
parentPort?.on('message', (job: Job) => parentPort?.postMessage(run(job)));
