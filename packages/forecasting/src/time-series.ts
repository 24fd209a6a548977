/** How far apart the values of a series are. */
export type Frequency = 'hourly' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'yearly';

/** A number per period that is known for the past and, where it helps to forecast, for the periods ahead. */
export interface Regressor {
  name: string;
  /** one per value of the series, then one per period ahead that is known (a planned price, a holiday) */
  values: ArrayLike<number>;
}

/** What a model is fitted to: one history, oldest value first, evenly spaced. */
export interface TimeSeries {
  /** NaN is a value nobody knows (a gap, a stock-out), never read as zero */
  values: ArrayLike<number>;
  /** observations per season, for example [12] for months in a year or [24, 168] for hours; none if left out */
  seasonalPeriods?: readonly number[];
  /**
   * true if a negative value cannot occur, as for demand: then no mean, quantile or path is below zero. If left
   * out, true exactly when no value of the history is negative
   */
  nonNegative?: boolean;
  /** 'YYYY-MM-DD', the day of `values[0]`; needed by calendars and holidays only */
  startDate?: string;
  /** needed by calendars and holidays only */
  frequency?: Frequency;
  regressors?: readonly Regressor[];
}

/** Something about the data that a reader of the forecast should know, and what was done about it. */
export interface DataNote {
  code:
    | 'no-data'
    | 'too-short'
    | 'constant'
    | 'all-zero'
    | 'gaps-filled'
    | 'not-a-number'
    | 'season-too-long'
    | 'season-not-whole'
    | 'negative-values'
    | 'regressor-dropped'
    | 'model-replaced'
    | 'forecast-bounded'
    | 'time-budget'
    | 'outliers-replaced'
    | 'duplicates-summed'
    | 'dates-left-out'
    | 'periods-added'
    | 'stock-outs-missing'
    | 'level-shift'
    | 'model-chosen'
    | 'season-found';
  /** a sentence for the reader: what was found, and what was used instead */
  message: string;
}
