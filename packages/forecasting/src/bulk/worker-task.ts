import type { QuantileTask, TrainedQuantile } from '../models/gradient-boosting/quantile-training.ts';
import type { BulkMethod, BulkResult, BulkSeries } from './forecast-chunk.ts';

/** What a worker thread is asked, and what it answers. */
export type WorkerTask =
  | { kind: 'forecast'; chunk: readonly BulkSeries[]; method: BulkMethod }
  | { kind: 'train'; task: QuantileTask };

export interface WorkerResults {
  forecast: BulkResult[];
  train: TrainedQuantile;
}

export type WorkerAnswer = { result: WorkerResults[WorkerTask['kind']] } | { error: string };
