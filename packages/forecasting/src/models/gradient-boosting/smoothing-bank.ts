/** [alpha] smoothing constants of the levels, from nearly a mean to the last value. */
const LEVEL_GAINS = [0.05, 0.15, 0.35, 0.65, 1];
/** [gamma] a season moves by this share of what it missed, more in its first rounds. */
const SEASON_GAIN = 0.15;
/** Errors of the past count this much less with each period when smoothers are compared. */
const MEMORY = 0.98;

/**
 * Exponential smoothing with several fixed constants and seasons side by side, one value at a time: at any time it
 * tells what each smoother would forecast from the values so far, and which one has been best so far. Nothing is
 * estimated, so nothing of the future can leak into it. Time per value is the number of smoothers.
 */
export interface SmoothingBank {
  smoothers: number;
  /** periods of each smoother's season; 1 is none */
  periods: Int32Array;
  /** takes the next value; NaN is unknown and moves nothing */
  add(value: number): void;
  /** forecast of a smoother for the value with this index */
  forecast(smoother: number, index: number): number;
  level(smoother: number): number;
  season(smoother: number, index: number): number;
  /** the smoother with the least discounted absolute error */
  best(): number;
  /** discounted mean absolute error of a smoother at the lead; 0 before any value was forecast */
  error(smoother: number): number;
}

/**
 * @param seasonalPeriods the last two of them are used, from 2 up
 * @param lead            smoothers are compared by how well they forecast so many periods ahead, at least 1
 */
export function smoothingBank(seasonalPeriods: readonly number[], lead: number): SmoothingBank {
  const seasonal = seasonalPeriods.slice(-2);
  const each = LEVEL_GAINS.length;
  const smoothers = each * (1 + seasonal.length);
  const periods = Int32Array.from({ length: smoothers }, (_, index) =>
    index < each ? 1 : seasonal[Math.floor(index / each) - 1]!,
  );
  const levels = new Float64Array(smoothers);
  const errors = new Float64Array(smoothers);
  const weights = new Float64Array(smoothers);
  const seasons = Array.from(periods, (period) => new Float64Array(period));
  const rounds = Array.from(periods, (period) => new Int32Array(period));
  /** what each smoother said of the values to come, `lead` periods ahead at most */
  const said = new Float64Array(lead * smoothers);
  let known = 0;
  let index = 0;
  const forecast = (smoother: number, at: number): number =>
    levels[smoother]! + seasons[smoother]![at % periods[smoother]!]!;
  const learn = (smoother: number, value: number): void => {
    const period = periods[smoother]!;
    const season = seasons[smoother]!;
    const phase = index % period;
    const gain = Math.max(LEVEL_GAINS[smoother % each]!, 1 / (known + 1));
    if (index < period && period > 1) {
      // The first season only gathers its values; they become a pattern when it is complete.
      levels[smoother]! += (value - levels[smoother]!) / (known + 1);
      return;
    }
    const error = value - forecast(smoother, index);
    levels[smoother]! += gain * error;
    if (period > 1) {
      const round = ++rounds[smoother]![phase]!;
      season[phase]! += Math.max(SEASON_GAIN, 1 / (round + 1)) * (1 - gain) * error;
    }
  };
  const compare = (smoother: number, value: number): void => {
    const error = Math.abs(value - said[(index % lead) * smoothers + smoother]!);
    errors[smoother] = MEMORY * errors[smoother]! + error;
    weights[smoother] = MEMORY * weights[smoother]! + 1;
  };
  const history: number[] = [];
  const startSeason = (smoother: number): void => {
    const season = seasons[smoother]!;
    for (let phase = 0; phase < season.length; phase++) {
      const value = history[phase]!;
      season[phase] = Number.isNaN(value) ? 0 : value - levels[smoother]!;
    }
  };
  const longest = seasonal.length === 0 ? 0 : seasonal[seasonal.length - 1]!;
  return {
    smoothers,
    periods,
    forecast,
    level: (smoother) => levels[smoother]!,
    season: (smoother, at) => seasons[smoother]![at % periods[smoother]!]!,
    error: (smoother) => (weights[smoother]! > 0 ? errors[smoother]! / weights[smoother]! : 0),
    best() {
      let best = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let smoother = 0; smoother < smoothers; smoother++) {
        // A season needs a second round before it can be judged.
        if (index < 1.5 * periods[smoother]! && periods[smoother]! > 1) continue;
        const error = weights[smoother]! > 0 ? errors[smoother]! / weights[smoother]! : 0;
        if (error < least) {
          best = smoother;
          least = error;
        }
      }
      return best;
    },
    add(value) {
      if (index < longest) history.push(value);
      if (!Number.isNaN(value)) {
        if (index >= lead + periods[0]!) {
          for (let smoother = 0; smoother < smoothers; smoother++) compare(smoother, value);
        }
        for (let smoother = 0; smoother < smoothers; smoother++) learn(smoother, value);
        known++;
      }
      index++;
      for (let smoother = each; smoother < smoothers; smoother++) {
        if (index === periods[smoother]!) startSeason(smoother);
      }
      const place = ((index + lead - 1) % lead) * smoothers;
      for (let smoother = 0; smoother < smoothers; smoother++) {
        said[place + smoother] = forecast(smoother, index + lead - 1);
      }
    },
  };
}
