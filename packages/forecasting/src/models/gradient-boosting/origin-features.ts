import { calendarOf } from './calendar-features.ts';
import { type DemandPattern, demandPattern } from './demand-pattern.ts';
import type { PreparedSeries, Scaling } from './panel-series.ts';
import { type WindowFigures, windowFigures, windowScratch } from './recent-values.ts';
import type { RegressorFeatures } from './regressor-features.ts';
import { type SmoothingBank, smoothingBank } from './smoothing-bank.ts';

const LAGS = 6;
/** Levels of the quantiles of the history that are features. */
export const HISTORY_LEVELS = [0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995];
const HISTORY_WINDOW = 156;
const NAMES_AT_ORIGIN = [
  'scaling',
  'spread to level',
  'level',
  'known values',
  ...Array.from({ length: LAGS }, (_, lag) => `lag ${lag}`),
  ...['short', 'middle', 'long'].flatMap((window) =>
    ['mean', 'deviation', 'low', 'middle', 'high', 'zeros'].map((figure) => `${window} window: ${figure}`),
  ),
  'growth over a season',
  'level, slow',
  'level, medium',
  'level, fast',
  'age',
  'periods since demand',
  'size of a demand',
  'interval of demands',
  'variation of sizes',
  'smoothed mean',
  ...HISTORY_LEVELS.map((level) => `history: quantile ${level}`),
];
const NAMES_AT_TARGET = [
  'steps ahead',
  'season 1',
  'season 2',
  'best smoother',
  'one season ago',
  'two seasons ago',
  'mean of three seasons',
  'before one season ago',
  'after one season ago',
  'two short seasons ago',
  'month',
  'day of month',
  'week',
  'weekday',
  'hour',
];
const CODES: Record<Scaling, number> = { log: 0, linear: 1, ratio: 2 };

/** What is known of a series at one origin, and what that says of a period ahead. */
export interface OriginFeatures {
  names: readonly string[];
  /** moves the origin to the next value */
  advance(): void;
  /** number of values known at the origin */
  origin(): number;
  /** whether there is enough to scale by */
  ready(): boolean;
  /** what a target of 0 and of 1 is, on the scale of levels */
  level(step: number): number;
  spread(): number;
  /**
   * Writes the features of the period `step` ahead of the origin, 1 is the next.
   *
   * @param columns one array per name
   */
  write(step: number, columns: readonly Float64Array[], row: number): void;
}

/**
 * Walks along a series. Everything it writes is computed from values up to the origin and from regressors, which
 * are known ahead; a test changes the values after the origin and finds the same features.
 *
 * @param typicalSize what the mean of an intermittent series is shrunk to, with the weight of one value
 */
export function originFeatures(
  { input, scaling, levels }: PreparedSeries,
  options: {
    regressors: RegressorFeatures;
    fixed: { names: readonly string[]; values: readonly number[] };
    typicalSize: number;
    horizon: number;
  },
): OriginFeatures {
  const { regressors, fixed, typicalSize } = options;
  const { seasonalPeriods } = input;
  const season = input.seasonalPeriod;
  const shortSeason = seasonalPeriods[0] ?? 1;
  const bank = smoothingBank(seasonalPeriods, Math.ceil(options.horizon / 3));
  const demand = demandPattern();
  const calendar = calendarOf(input.startDate, input.frequency);
  const windows = season > 1 ? [Math.max(3, season >> 2), season, 2 * season] : [4, 13, 52];
  const scratch = windowScratch();
  const atOrigin = new Float64Array(NAMES_AT_ORIGIN.length);
  let origin = 0;
  let written = -1;
  let best = 0;
  let base = 0;
  let spread = 1;
  const settle = (): void => {
    if (written === origin) return;
    written = origin;
    best = bank.best();
    if (scaling === 'ratio') {
      base = 0;
      const known = demand.known();
      spread = (demand.mean() * known + typicalSize) / (known + 1);
    } else {
      base = bank.level(best);
      spread = Math.max(bank.error(best), scaling === 'log' ? 1e-4 : 1e-6 * Math.abs(base), 1e-300);
    }
    const figures = windows.map((length) =>
      windowFigures(levels, { from: origin - length, to: origin }, scratch),
    );
    const history = levels
      .slice(Math.max(0, origin - HISTORY_WINDOW), origin)
      .filter((value) => !Number.isNaN(value))
      .sort();
    writeOrigin(atOrigin, {
      history,
      scaling,
      base,
      spread,
      levels,
      origin,
      figures,
      season,
      bank,
      demand,
    });
  };
  const scaled = (index: number): number =>
    index >= 0 && index < origin ? (levels[index]! - base) / spread : Number.NaN;
  return {
    names: [...NAMES_AT_ORIGIN, ...NAMES_AT_TARGET, ...regressors.names, ...fixed.names],
    origin: () => origin,
    ready: () => demand.known() >= 3 && (scaling === 'ratio' || bank.error(0) > 0),
    advance() {
      bank.add(levels[origin]!);
      demand.add(input.observed[origin]!);
      origin++;
    },
    level(step) {
      settle();
      return scaling === 'ratio' ? 0 : bank.forecast(best, origin + step - 1);
    },
    spread() {
      settle();
      return spread;
    },
    write(step, columns, row) {
      settle();
      let column = 0;
      const put = (value: number): void => {
        columns[column++]![row] = value;
      };
      for (let at = 0; at < atOrigin.length; at++) put(atOrigin[at]!);
      const target = origin + step - 1;
      const ago = target - season * Math.ceil(step / season);
      const shortAgo = target - shortSeason * Math.ceil(step / shortSeason);
      put(step);
      const perSeason = bank.smoothers / (1 + Math.min(2, seasonalPeriods.length));
      put(seasonalPeriods.length > 0 ? bank.season(perSeason + 1, target) / spread : Number.NaN);
      put(seasonalPeriods.length > 1 ? bank.season(2 * perSeason + 1, target) / spread : Number.NaN);
      put((bank.forecast(best, target) - base) / spread);
      const seasonal = season > 1;
      put(seasonal ? scaled(ago) : Number.NaN);
      put(seasonal ? scaled(ago - season) : Number.NaN);
      put(seasonal ? (scaled(ago) + scaled(ago - season) + scaled(ago - 2 * season)) / 3 : Number.NaN);
      put(seasonal ? scaled(ago - 1) : Number.NaN);
      put(seasonal ? scaled(ago + 1) : Number.NaN);
      put(shortSeason < season ? (scaled(shortAgo) + scaled(shortAgo - shortSeason)) / 2 : Number.NaN);
      const place = calendar(input.cutInFront + target);
      put(place.month);
      put(place.dayOfMonth);
      put(place.week);
      put(place.weekday);
      put(place.hour);
      column = regressors.write({ origin, target }, columns, { row, column });
      for (const value of fixed.values) put(value);
    },
  };
}

/** Features that are the same for all steps ahead. */
function writeOrigin(
  into: Float64Array,
  at: {
    scaling: Scaling;
    base: number;
    spread: number;
    levels: Float64Array;
    origin: number;
    history: Float64Array;
    figures: readonly WindowFigures[];
    season: number;
    bank: SmoothingBank;
    demand: DemandPattern;
  },
): void {
  const { scaling, base, spread, levels, origin, history, figures, season, bank, demand } = at;
  let place = 0;
  const put = (value: number): void => {
    into[place++] = value;
  };
  const scaled = (level: number): number => (level - base) / spread;
  put(CODES[scaling]);
  put(
    scaling === 'linear'
      ? spread / Math.max(1e-300, Math.abs(base))
      : scaling === 'ratio'
        ? demand.mean() / spread
        : spread,
  );
  put(scaling === 'ratio' ? demand.mean() : Number.NaN);
  put(demand.known());
  for (let lag = 0; lag < LAGS; lag++) put(lag < origin ? scaled(levels[origin - 1 - lag]!) : Number.NaN);
  for (const { mean, deviation, low, middle, high, zeroShare } of figures) {
    put(scaled(mean));
    put(deviation / spread);
    put(scaled(low));
    put(scaled(middle));
    put(scaled(high));
    put(zeroShare);
  }
  put((figures[1]!.mean - (2 * figures[2]!.mean - figures[1]!.mean)) / spread);
  put(scaled(bank.level(0)));
  put(scaled(bank.level(2)));
  put(scaled(bank.level(4)));
  put(demand.age());
  put(season > 1 ? demand.sinceDemand() / season : demand.sinceDemand());
  put(scaling === 'ratio' ? demand.size() / spread : Number.NaN);
  put(demand.interval());
  put(demand.sizeVariation());
  put(scaling === 'ratio' ? demand.smoothedMean() / spread : Number.NaN);
  for (const level of HISTORY_LEVELS)
    put(scaled(history[Math.min(history.length - 1, Math.floor(level * history.length))]!));
}
