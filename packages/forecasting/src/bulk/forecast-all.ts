import { numbersOf } from '../series/numbers.ts';
import {
  type BulkMethod,
  type BulkResult,
  type BulkSeries,
  forecastChunk,
  modelOf,
} from './forecast-chunk.ts';
import { createThreads, ThreadEnded, type Threads } from './threads.ts';

export interface ForecastAllOptions {
  /** read as the results are taken: at most `chunk x (2 x threads + 1)` series ahead of the last result taken */
  source: AsyncIterable<BulkSeries> | Iterable<BulkSeries>;
  /** name of the model, such as 'ets' */
  model: string;
  /** options of the model; `horizon` is passed with them */
  modelOptions?: object;
  /** file URL of a module whose default export is a list of models of your own, to be named by `model` */
  models?: string;
  /** periods ahead, a whole number from 1 to 10,000 */
  horizon: number;
  /** probabilities of the quantiles wanted, each between 0 and 1, both excluded [none] */
  quantiles?: readonly number[];
  /** worker threads, 0 to 512; at 0 and 1 it runs in the thread of the caller [0] */
  threads?: number;
  /** series that go to a thread at once, 1 to 10,000 [32] */
  chunk?: number;
  /** ends the run: threads are ended at once, the source is closed, and the iteration throws the signal's reason */
  signal?: AbortSignal;
  /** called when the results of a chunk are about to be handed over */
  onProgress?(progress: BulkProgress): void;
}

export interface BulkProgress {
  /** series read from the source */
  read: number;
  /** series whose results were or are being handed over */
  done: number;
  /** those among them that failed */
  failed: number;
}

/**
 * Forecasts any number of series: reads them from `source`, hands back one result each in the same order. Memory is
 * that of the chunks under way, whatever the number of series. Each result depends on its series alone, so the bytes
 * are the same for any number of threads and any size of chunk.
 *
 * What goes wrong with one series is its result, `kind: 'failed'`, also if it brings a thread down: its chunk is
 * then run again series by series in fresh threads. (Without threads, what ends the process ends the process.)
 *
 * @throws RangeError with the first result asked for, if an option is out of its range or the model is unknown
 */
export async function* forecastAll(options: ForecastAllOptions): AsyncGenerator<BulkResult, void, undefined> {
  const { threads = 0, chunk = 32, signal, onProgress } = options;
  const method = await checkedMethod(options);
  checkWhole('threads', threads, { from: 0, to: 512 });
  checkWhole('chunk', chunk, { from: 1, to: 10_000 });
  signal?.throwIfAborted();
  const pool = threads > 1 ? createThreads(threads) : undefined;
  const work = await workOn(pool, method);
  const cancelled = cancellation(signal);
  const reader = chunkReader(options.source, chunk);
  const underWay: Promise<BulkResult[]>[] = [];
  const progress = { read: 0, done: 0, failed: 0 };
  const handOver = async (): Promise<BulkResult[]> => {
    const results = await cancelled.before(underWay.shift()!);
    progress.done += results.length;
    for (const { kind } of results) if (kind === 'failed') progress.failed++;
    onProgress?.({ ...progress });
    return results;
  };
  try {
    const width = pool ? 2 * threads : 1;
    for (;;) {
      const series = await cancelled.before(reader.next());
      if (series.length === 0) break;
      progress.read += series.length;
      const started = work(series);
      // Its failure is thrown where it is awaited.
      started.catch(() => undefined);
      underWay.push(started);
      if (underWay.length >= width) yield* await handOver();
    }
    while (underWay.length > 0) yield* await handOver();
  } finally {
    cancelled.forget();
    await pool?.close();
    await reader.close();
  }
}

const TRIAL = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];

type Work = (chunk: BulkSeries[]) => Promise<BulkResult[]>;

async function workOn(pool: Threads | undefined, method: BulkMethod): Promise<Work> {
  if (pool) return (chunk) => inThreads(pool, chunk, method);
  const model = await modelOf(method);
  return async (chunk) => {
    // Lets a cancellation through between two chunks.
    await new Promise((resolve) => setImmediate(resolve));
    return forecastChunk(chunk.map(copyable), model, method);
  };
}

/** A chunk that brings its thread down is run again one by one, to tell the series that does it from the others. */
async function inThreads(
  pool: Threads,
  chunk: readonly BulkSeries[],
  method: BulkMethod,
): Promise<BulkResult[]> {
  try {
    return await pool.run({ kind: 'forecast', chunk: chunk.map(copyable), method });
  } catch (error) {
    if (!(error instanceof ThreadEnded)) throw error;
    if (chunk.length === 1) return [{ kind: 'failed', id: chunk[0]!.id, message: error.message }];
    const results: BulkResult[] = [];
    for (const series of chunk) results.push(...(await inThreads(pool, [series], method)));
    return results;
  }
}

/** Numbers as typed arrays: whatever array-like they were, they can be sent to a thread, and mean the same there. */
function copyable(series: BulkSeries): BulkSeries {
  const regressors = series.regressors?.map(({ name, values }) => ({
    name,
    values: numbersOf(values),
  }));
  return {
    ...series,
    values: numbersOf(series.values),
    ...(regressors === undefined ? {} : { regressors }),
  };
}

/** Reads a source in chunks; the last one may be shorter, and after it they are empty. */
function chunkReader(source: ForecastAllOptions['source'], size: number) {
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let ended = false;
  let reading = false;
  return {
    async next(): Promise<BulkSeries[]> {
      const chunk: BulkSeries[] = [];
      while (!ended && chunk.length < size) {
        reading = true;
        const { done, value } = await iterator.next();
        reading = false;
        if (done) ended = true;
        else chunk.push(value);
      }
      return chunk;
    },
    async close(): Promise<void> {
      if (ended) return;
      const closed = Promise.resolve(iterator.return?.());
      // A source that is being read closes after that read, which may never end: nobody waits for it.
      if (reading) closed.catch(() => undefined);
      else await closed;
    },
  };
}

/** Makes waiting end when a signal says so. */
function cancellation(signal: AbortSignal | undefined) {
  let cancel = (): void => undefined;
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => reject(signal!.reason);
  });
  cancelled.catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  return {
    async before<Value>(promise: Promise<Value>): Promise<Value> {
      const value = await Promise.race([promise, cancelled]);
      signal?.throwIfAborted();
      return value;
    },
    forget: () => signal?.removeEventListener('abort', cancel),
  };
}

async function checkedMethod(options: ForecastAllOptions): Promise<BulkMethod> {
  const { model: name, modelOptions = {}, models, horizon, quantiles = [] } = options;
  checkWhole('horizon', horizon, { from: 1, to: 10_000 });
  for (const probability of quantiles) {
    if (!(probability > 0 && probability < 1)) {
      throw new RangeError(`quantiles has ${probability}; each must lie between 0 and 1, both excluded`);
    }
  }
  const method = { model: name, modelOptions, models, horizon, quantiles: [...quantiles] };
  // Options out of range are the caller's mistake, not that of each series: they show on any series.
  (await modelOf(method)).fit({ values: TRIAL }, modelOptions);
  return method;
}

function checkWhole(name: string, value: number, { from, to }: { from: number; to: number }): void {
  if (!(Number.isInteger(value) && value >= from && value <= to)) {
    throw new RangeError(`${name} is ${value}; it must be a whole number from ${from} to ${to}`);
  }
}
