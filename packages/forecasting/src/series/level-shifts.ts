import type { DataNote, TimeSeries } from '../time-series.ts';
import { meanOf } from './averages.ts';
import { seasonAndLevel } from './season-and-level.ts';

export interface LevelShift {
  /** place of the first value at the new level */
  index: number;
  /** new level over old where all values are positive; the difference otherwise */
  size: number;
  /** squared difference of the levels over its variance [sup-F] */
  statistic: number;
}

export interface LevelShifts {
  /** in the order of time */
  shifts: readonly LevelShift[];
  /** true if `size` is a ratio */
  ratios: boolean;
  /** place of the first value of the present level; 0 if it never shifted */
  presentFrom: number;
  /** the history brought to the present level, so that its season can still be learned from */
  adjusted: TimeSeries;
  notes: readonly DataNote[];
}

/**
 * Critical value at 1 % of the largest F over all break points that leave 15 % on each side, one parameter.
 *
 * @see Andrews (2003), Tests for Parameter Instability and Structural Change with Unknown Change Point: A
 *   Corrigendum, table I
 */
const CRITICAL = 12.16;
const TRIM = 0.15;
const FEWEST_VALUES = 20;
const FEWEST_AT_LEVEL = 6;
/** Autocorrelation that is never exceeded: a random walk has no level to shift. */
const LARGEST_CORRELATION = 0.95;
const MOST_SHIFTS = 5;

/**
 * Finds shifts of the level by binary segmentation: the best place to cut a stretch in two levels, accepted if its
 * F statistic, with the long-run variance of a first-order autoregression, passes the 1 % critical value of the
 * largest F, and if two levels fit better than one straight line. Season and a few outliers are taken off first by medians.
 *
 * Shorter than 20 values, or a stretch whose errors are close to a random walk: no shift is claimed.
 *
 * @see Andrews (1993), Tests for Parameter Instability and Structural Change with Unknown Change Point
 * @see Bai (1997), Estimating Multiple Breaks One at a Time
 */
export function findLevelShifts(series: TimeSeries): LevelShifts {
  const values = Float64Array.from(series.values, (value) => (Number.isFinite(value) ? value : Number.NaN));
  const known = values.filter((value) => !Number.isNaN(value));
  const ratios = known.length > 0 && known.every((value) => value > 0);
  const target = ratios ? values.map(Math.log) : values;
  const period = Math.max(
    1,
    ...(series.seasonalPeriods ?? []).filter((length) => 3 * length <= values.length),
  );
  const { season } = seasonAndLevel(target, period);
  const rows: number[] = [];
  for (let index = 0; index < target.length; index++) if (!Number.isNaN(target[index]!)) rows.push(index);
  const levels = Float64Array.from(rows, (row) => target[row]! - season[row % season.length]!);
  const cuts = segment(winsorised(levels), { first: 0, end: levels.length }, MOST_SHIFTS);
  const shifts = cuts.map(({ cut, difference, statistic }) => ({
    index: rows[cut]!,
    size: ratios ? Math.exp(difference) : difference,
    statistic,
  }));
  const presentFrom = shifts.length === 0 ? 0 : shifts[shifts.length - 1]!.index;
  return {
    shifts,
    ratios,
    presentFrom,
    adjusted: { ...series, values: atPresentLevel(values, { shifts, ratios }) },
    notes: shifts.map(({ index, size }) => ({
      code: 'level-shift',
      message: `The level shifted at value ${index + 1}: ${
        ratios ? `to ${Math.round(100 * size)} %` : `by ${Number(size.toPrecision(3))}`
      } of what it was before.`.replace(ratios ? '' : ' of what it was before', ''),
    })),
  };
}

interface Cut {
  /** place of the first value after the cut */
  cut: number;
  difference: number;
  statistic: number;
}

/** Cuts of a stretch in the order of time, at most `most`; sizes are those of neighbouring stretches. */
function segment(levels: Float64Array, stretch: { first: number; end: number }, most: number): Cut[] {
  const places: { cut: number; statistic: number }[] = [];
  const open = [stretch];
  while (open.length > 0 && places.length < most) {
    const { first, end } = open.shift()!;
    const found = bestCut(levels.subarray(first, end));
    if (found === undefined) continue;
    places.push({ cut: first + found.cut, statistic: found.statistic });
    open.push({ first, end: first + found.cut }, { first: first + found.cut, end });
  }
  places.sort((a, b) => a.cut - b.cut);
  return places.map(({ cut, statistic }, place) => {
    const before = levels.subarray(places[place - 1]?.cut ?? stretch.first, cut);
    const after = levels.subarray(cut, places[place + 1]?.cut ?? stretch.end);
    return { cut, statistic, difference: meanOf(after) - meanOf(before) };
  });
}

function bestCut(levels: Float64Array): { cut: number; statistic: number } | undefined {
  const length = levels.length;
  if (length < FEWEST_VALUES) return undefined;
  const edge = Math.max(FEWEST_AT_LEVEL, Math.ceil(TRIM * length));
  const mean = meanOf(levels);
  let best = { cut: 0, gain: 0 };
  let sum = 0;
  for (let cut = 1; cut <= length - edge; cut++) {
    sum += levels[cut - 1]! - mean;
    const gain = (sum * sum * length) / (cut * (length - cut));
    if (cut >= edge && gain > best.gain) best = { cut, gain };
  }
  if (best.cut === 0) return undefined;
  const [before, after] = [meanOf(levels.subarray(0, best.cut)), meanOf(levels.subarray(best.cut))];
  const rest = levels.map((value, index) => value - (index < best.cut ? before : after));
  const statistic = best.gain / longRunVariance(rest);
  if (!(statistic > CRITICAL) || squares(rest) >= squaresAroundLine(levels)) return undefined;
  return { cut: best.cut, statistic };
}

/** Variance of a mean times its number of values, for errors of a first-order autoregression. */
function longRunVariance(rest: Float64Array): number {
  const length = rest.length;
  let [products, all] = [0, 0];
  for (let index = 0; index < length; index++) {
    all += rest[index]! ** 2;
    if (index > 0) products += rest[index]! * rest[index - 1]!;
  }
  if (!(all > 0)) return Number.MIN_VALUE;
  // Two fitted means bias the correlation down by about (1 + 4 rho) / n (Kendall 1954), counted once per mean.
  const raw = products / all;
  const correlation = Math.min(
    LARGEST_CORRELATION,
    Math.max(0, raw + (2 * (1 + 4 * Math.max(0, raw))) / length),
  );
  const innovation = (all / (length - 2)) * (1 - correlation ** 2);
  return innovation / (1 - correlation) ** 2;
}

/** Numbers beyond three robust deviations are brought back to there: one spike is no shift. */
function winsorised(levels: Float64Array): Float64Array {
  const steps = levels.map((value, index) => (index === 0 ? 0 : Math.abs(value - levels[index - 1]!))).sort();
  const scale = (steps[steps.length >> 1] ?? 0) / 0.954;
  if (!(scale > 0)) return levels;
  const { level } = seasonAndLevel(levels, 1);
  return levels.map((value, index) => {
    const middle = level[index]!;
    return Math.min(middle + 3 * scale, Math.max(middle - 3 * scale, value));
  });
}

function atPresentLevel(
  values: Float64Array,
  { shifts, ratios }: { shifts: readonly LevelShift[]; ratios: boolean },
): Float64Array {
  const moved = values.slice();
  for (const { index, size } of shifts) {
    for (let before = 0; before < index; before++)
      moved[before] = ratios ? moved[before]! * size : moved[before]! + size;
  }
  return moved;
}

function squaresAroundLine(levels: Float64Array): number {
  const middle = (levels.length - 1) / 2;
  const mean = meanOf(levels);
  let [products, all] = [0, 0];
  for (let index = 0; index < levels.length; index++) {
    products += (index - middle) * (levels[index]! - mean);
    all += (index - middle) ** 2;
  }
  const slope = products / all;
  return squares(levels.map((value, index) => value - mean - slope * (index - middle)));
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
