import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FromServer, ToServer } from './server-process.ts';

/** A Granary of this run alone, spoken to as a user would: over HTTP with a bearer token. */
export interface GranaryProcess {
  startMs: number;
  address: string;
  /** The header of the machine's own terminal. */
  authorization: string;
  get<Reply>(path: string): Promise<Reply>;
  /** Uploads in the background and waits for the end. @throws Error with the server's words when it fails */
  upload(path: string, fileType: string): Promise<UploadResult>;
  /** Every row of a list, page by page. */
  list<Row>(path: string): Promise<Row[]>;
  /** Starts the nightly run and waits for its end. @throws Error with the server's words unless it completes */
  nightlyRun(): Promise<Record<string, number>>;
  /** Largest resident memory of the server so far; its PostgreSQL is another process. */
  peakBytes(): Promise<number>;
  close(): Promise<void>;
}

export interface UploadResult {
  rows_total: number;
  rows_processed: number;
  rows_rejected: number;
  /** From the first byte sent until the rows are loaded. */
  ms: number;
}

interface Run {
  run_id: string;
  state: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  counts: Record<string, number>;
  error: { message: string } | null;
}

interface UploadStatus extends Omit<UploadResult, 'ms'> {
  status: string;
  error: { message: string } | null;
}

const startWithinMs = 60_000;
const closeWithinMs = 15_000;

/** @throws Error when the server does not start */
export async function startGranary(dataDir: string): Promise<GranaryProcess> {
  const child = fork(join(import.meta.dirname, 'server-process.ts'), [], {
    // As `npm start` runs it.
    execArgv: ['--max-semi-space-size=8'],
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      GRANARY_DATA_DIR: dataDir,
      DATABASE_URL: '',
      // What is measured here is work, not patience.
      GRANARY_LIMIT_READS: '1000000000',
      GRANARY_LIMIT_WRITES: '1000000000',
      GRANARY_LIMIT_ADDRESS: '1000000000',
    },
    // With a channel to the parent, and its own words on standard error.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const ready = await answer(child, startWithinMs);
    if (ready.type !== 'ready')
      throw new Error(
        `the server did not start: ${ready.type === 'failed' ? ready.message : 'it said nothing'}`,
      );
    return speakTo(child, ready);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function speakTo(
  child: ChildProcess,
  { address, token, startMs }: FromServer & { type: 'ready' },
): GranaryProcess {
  const authorization = `Bearer ${token}`;
  async function request<Reply>(method: string, path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      ...init,
      headers: { authorization, ...init.headers },
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 1000)}`);
    return JSON.parse(text) as Reply;
  }
  function post<Reply>(path: string, body: unknown): Promise<Reply> {
    return request('POST', path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  }
  return {
    ...{ startMs, address, authorization },
    get: (path) => request('GET', path),
    async list<Row>(path: string) {
      const rows: Row[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const { data, page } = await request<{ data: Row[]; page: { next_cursor: string | null } }>(
          'GET',
          `${path}?limit=500${from}`,
        );
        rows.push(...data);
        cursor = page.next_cursor;
      }
      return rows;
    },
    async nightlyRun() {
      let run = await post<Run>('/runs', { kind: 'nightly' });
      while (run.state === 'queued' || run.state === 'running') {
        await sleep(100);
        run = await request('GET', `/runs/${run.run_id}`);
      }
      if (run.state !== 'completed')
        throw new Error(`the nightly run ${run.state}: ${run.error?.message ?? 'without a word'}`);
      return run.counts;
    },
    async upload(path, fileType) {
      const form = new FormData();
      form.append('file_type', fileType);
      form.append('background', 'true');
      form.append('file', await openAsBlob(path), basename(path));
      const startedAt = performance.now();
      const { upload_id } = await request<{ upload_id: string }>('POST', '/upload', { body: form });
      for (let wait = 10; ; wait = Math.min(250, wait * 1.5)) {
        const { status, error, ...counts } = await request<UploadStatus>(
          'GET',
          `/upload/${upload_id}/status`,
        );
        if (status === 'completed') return { ...counts, ms: performance.now() - startedAt };
        if (status === 'failed' || status === 'rejected')
          throw new Error(`${basename(path)} was ${status}: ${error?.message ?? 'without a word'}`);
        await sleep(wait);
      }
    },
    async peakBytes() {
      child.send({ type: 'memory' } satisfies ToServer);
      const reply = await answer(child, 5000);
      if (reply.type !== 'memory') throw new Error('the server did not tell its memory');
      return reply.peakBytes;
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      if (child.connected) child.send({ type: 'close' } satisfies ToServer);
      const inTime = await Promise.race([
        exited.then(() => true),
        sleep(closeWithinMs, false, { ref: false }),
      ]);
      if (!inTime) {
        child.kill('SIGKILL');
        await exited;
      }
    },
  };
}

async function answer(child: ChildProcess, withinMs: number): Promise<FromServer> {
  const signal = AbortSignal.timeout(withinMs);
  const message = once(child, 'message', { signal }).then(([reply]) => reply as FromServer);
  const exit = once(child, 'exit', { signal }).then(([code]): FromServer => {
    return { type: 'failed', message: `it ended with code ${code}` };
  });
  // The one that loses ends with the time limit; nobody waits for it.
  message.catch(() => undefined);
  exit.catch(() => undefined);
  return Promise.race([message, exit]);
}
