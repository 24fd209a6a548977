import { type GlobalModel, trainedGlobalModel } from '../models/gradient-boosting/global-model.ts';
import type { GlobalModelOptions } from '../models/gradient-boosting/global-options.ts';
import { prepareTraining } from '../models/gradient-boosting/global-training.ts';
import type { PanelSeries } from '../models/gradient-boosting/panel-series.ts';
import { trainQuantile } from '../models/gradient-boosting/quantile-training.ts';
import { createThreads } from './threads.ts';

/**
 * `fitGlobalModel` with its quantiles learned side by side in worker threads. The quantiles do not depend on each
 * other, so the model is the same to the byte for any number of threads; more threads than quantiles and the mean
 * gain nothing.
 *
 * @param options.threads worker threads, 0 to 512; at 0 and 1 it runs in the thread of the caller [0]
 * @throws the reason of `signal` if it is aborted before the model is learned
 */
export async function trainGlobalModel(
  series: readonly PanelSeries[],
  options: GlobalModelOptions & { threads?: number; signal?: AbortSignal },
): Promise<GlobalModel> {
  const { threads = 0, signal, ...method } = options;
  if (!(Number.isInteger(threads) && threads >= 0 && threads <= 512)) {
    throw new RangeError(`threads is ${threads}; it must be a whole number from 0 to 512`);
  }
  signal?.throwIfAborted();
  const training = prepareTraining(series, method);
  if (threads <= 1) return trainedGlobalModel(training, training.tasks.map(trainQuantile));
  const pool = createThreads(threads);
  const cancel = (): void => void pool.close();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const trained = await Promise.all(training.tasks.map((task) => pool.run({ kind: 'train', task })));
    return trainedGlobalModel(training, trained);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
    await pool.close();
  }
}
