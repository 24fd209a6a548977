import { MOST_BINS } from './binned-features.ts';

/** How a model over many series is trained. What is left out has the default in brackets. */
export interface GlobalModelOptions {
  /** periods ahead to learn, 1 to 1,000; longer forecasts are answered as if of the last step */
  horizon: number;
  /** quantiles that are learned, ascending, between 0 and 1 [.005 .025 .165 .25 .5 .75 .835 .975 .995] */
  levels?: readonly number[];
  /** examples drawn from the histories, at least 100 [25,000]; training time is proportional to it */
  rows?: number;
  /** most trees of each quantile, 1 to 5,000 [150]; fewer where the latest periods say so */
  trees?: number;
  /** above 0, at most 1 [.08] */
  learningRate?: number;
  /** most leaves of a tree, 2 to 256 [16] */
  leaves?: number;
  /** fewest examples in a leaf, at least 1 [30] */
  leafRows?: number;
  /** share of the examples each tree sees, above 0, at most 1 [.7] */
  rowShare?: number;
  /** share of the features each tree may use, above 0, at most 1 [.5] */
  featureShare?: number;
  /** bins of a feature, 2 to 255 [63] */
  bins?: number;
  /** of everything that is drawn [1] */
  seed?: number | string;
}

export const M5_LEVELS: readonly number[] = [0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995];

/** @throws RangeError naming the option that is out of its range */
export function completeOptions(options: GlobalModelOptions): Required<GlobalModelOptions> {
  const complete: Required<GlobalModelOptions> = {
    levels: M5_LEVELS,
    rows: 25_000,
    trees: 150,
    learningRate: 0.08,
    leaves: 16,
    leafRows: 30,
    rowShare: 0.7,
    featureShare: 0.5,
    bins: 63,
    seed: 1,
    ...options,
  };
  whole('horizon', complete.horizon, { from: 1, to: 1000 });
  whole('rows', complete.rows, { from: 100, to: 10_000_000 });
  whole('trees', complete.trees, { from: 1, to: 5000 });
  whole('leaves', complete.leaves, { from: 2, to: 256 });
  whole('leafRows', complete.leafRows, { from: 1, to: 1_000_000 });
  whole('bins', complete.bins, { from: 2, to: MOST_BINS });
  share('learningRate', complete.learningRate);
  share('rowShare', complete.rowShare);
  share('featureShare', complete.featureShare);
  checkLevels(complete.levels);
  return complete;
}

function whole(name: string, value: number, { from, to }: { from: number; to: number }): void {
  if (!(Number.isInteger(value) && value >= from && value <= to)) {
    throw new RangeError(`${name} is ${value}; it must be a whole number from ${from} to ${to}`);
  }
}

function share(name: string, value: number): void {
  if (!(value > 0 && value <= 1))
    throw new RangeError(`${name} is ${value}; it must be above 0 and at most 1`);
}

function checkLevels(levels: readonly number[]): void {
  const ascending = levels.every((level, index) => index === 0 || level > levels[index - 1]!);
  if (!(levels.length >= 3 && ascending && levels[0]! > 0 && levels[levels.length - 1]! < 1)) {
    throw new RangeError(
      `levels is ${levels.join(' ')}; it must be three or more ascending numbers between 0 and 1`,
    );
  }
}
