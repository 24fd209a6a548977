/** Demand of one item at one location, day by day, as it is known. */
export interface DemandHistory {
  /** 'YYYY-MM-DD', the day of `units[0]` */
  startDate: string;
  /** one per day, at least 0; NaN is a missing day (stock-out, closed, not recorded), never read as zero */
  units: ArrayLike<number>;
  /** 1 on promotion days (price clearly under its usual level); they are left out of the base level */
  promoted?: ArrayLike<number>;
}

/** Joint outcomes of demand, each as likely as the others. */
export interface DemandPaths {
  paths: number;
  days: number;
  /** path-major: `units[path * days + day]`, day 0 is the first forecast day */
  units: Int32Array;
}

/** What a model has learned from one history. It holds no history itself and can be stored as JSON. */
export interface FittedDemandModel {
  /** the form of its distribution: 'weekday-counts', 'lumpy-counts', 'window-average' or 'zero' */
  model: string;
  /** plain words: why this model, and which days were left out */
  reason: string;
  /** days the estimate rests on; at 0 nothing is known and the forecast is only a placeholder */
  usableDays: number;
  /** enough to restore the model with `restoreDemandModel`; finite numbers only */
  parameters: DemandParameters;
  /**
   * @param options.startDate 'YYYY-MM-DD', usually the day after the last day of the history
   * @param options.days      1 to 1,100
   */
  forecast(options: { startDate: string; days: number }): DemandForecast;
}

export type DemandParameters = Record<string, number | number[]>;

/** The distribution of demand on the days ahead. */
export interface DemandForecast {
  startDate: string;
  days: number;
  /** expected units per day */
  mean: Float64Array;
  /** the quantile of each day taken by itself, in whole units; `p` between 0 and 1, both excluded */
  quantile(p: number): Float64Array;
  samplePaths(options: SamplePathsOptions): DemandPaths;
}

/**
 * Seeded joint paths. The same options give the same units, a longer horizon or more paths continue the
 * shorter ones, and the level of demand, which nobody knows exactly, is shared by the days of a path.
 */
export interface SamplePathsOptions {
  /** at least 1 */
  paths: number;
  seed: number | string;
  /** names the series, so that series with one seed are independent */
  key: string;
  /**
   * multiplies the mean, for all days or per day (the effect of a price), on the same random numbers: a larger
   * scale never gives fewer units on any day of any path. 0 to 1,000; 1 if left out
   */
  scale?: number | ArrayLike<number>;
}
