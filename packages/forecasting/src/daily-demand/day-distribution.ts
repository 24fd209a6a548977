import { gamma, negativeBinomial, normal } from '@granary/statistics';

/** Demand of one day, addressed by a standard normal score so that days can be drawn together. */
export interface DayDistribution {
  /** whole units at score `z`; never falls as `z` grows */
  unitsAt(z: number): number;
  /**
   * Mean of z × units at z, for z standard normal: the slope of the units on the score. A correlation of the
   * scores times the slopes of two days is, to first order, the covariance of their units.
   */
  slope: number;
}

/**
 * Above this mean, or with days that vary this much, a day is drawn from the gamma distribution of the same mean and
 * variance: at the mean the whole units no longer show, and a table would run to 20,000 entries and more.
 */
const GAMMA_FROM_MEAN = 300;
const GAMMA_FROM_DEVIATION = 1500;
const TABLE_TAIL = 1e-9;
const LARGEST_INT32 = 2_147_483_647;

/**
 * A negative binomial day.
 *
 * @param mean  units, at scale 1
 * @param size  variance is mean + mean² / size
 * @param scale multiplies the mean; `size` stays, so more scale is more units at every score
 */
export function negativeBinomialDay(mean: number, size: number, scale = 1): DayDistribution {
  if (mean * scale === 0) return { unitsAt: () => 0, slope: 0 };
  // The choice rests on the day at scale 1, so that all scales of one day are drawn in one way.
  const large = mean > GAMMA_FROM_MEAN || mean + (mean * mean) / size > GAMMA_FROM_DEVIATION ** 2;
  return large ? gammaDay(mean, size, scale) : tableDay(mean * scale, size);
}

function tableDay(mean: number, size: number): DayDistribution {
  const { first, cumulative } = negativeBinomial.cumulativeTable({ mean, size }, { tail: TABLE_TAIL });
  const last = cumulative.length - 1;
  // guide[j] is the first entry that reaches j / cells: a draw starts there and takes a step or two.
  const cells = Math.max(8, cumulative.length);
  const guide = new Int32Array(cells + 1);
  let entry = 0;
  for (let cell = 0; cell <= cells; cell++) {
    while (entry < last && cumulative[entry]! < cell / cells) entry++;
    guide[cell] = entry;
  }
  const unitsAt = (z: number): number => {
    const u = normal.standardCdf(z);
    let index = guide[Math.floor(u * cells)]!;
    while (index < last && cumulative[index]! < u) index++;
    return first + index;
  };
  return { unitsAt, slope: tableSlope(cumulative) };
}

/** ∫ φ(Φ⁻¹(F(x))) dx, which equals the mean of z × units by integration by parts. */
function tableSlope(cumulative: Float64Array): number {
  const stride = Math.max(1, Math.floor(cumulative.length / 64));
  let total = 0;
  for (let index = 0; index < cumulative.length; index += stride) {
    const share = cumulative[index]!;
    if (share > 1e-12 && share < 1 - 1e-12) {
      const z = normal.standardQuantile(share);
      total += Math.exp(-0.5 * z * z);
    }
  }
  return (total * stride) / Math.sqrt(2 * Math.PI);
}

const SCORE_LIMIT = 6;
const SCORE_STEP = 0.25;
/** Quantiles of very skewed days bend too much between scores a quarter apart. */
const SKEWED_SHAPE = 2;
const SKEWED_SCORE_STEP = 0.0625;
/** From this shape on Wilson and Hilferty's cube root is exact to 10⁻⁴ standard deviations in the bulk. */
const CUBE_ROOT_FROM_SHAPE = 100;

function gammaDay(mean: number, size: number, scale: number): DayDistribution {
  const shape = 1 / (1 / mean + 1 / size);
  const step = shape < SKEWED_SHAPE ? SKEWED_SCORE_STEP : SCORE_STEP;
  const points = (2 * SCORE_LIMIT) / step;
  const grid = new Float64Array(points + 1);
  let slope = 0;
  for (let point = 0; point <= points; point++) {
    const z = point * step - SCORE_LIMIT;
    grid[point] = mean * relativeGammaQuantile(z, shape);
    slope += z * grid[point]! * Math.exp(-0.5 * z * z);
  }
  const unitsAt = (z: number): number => {
    const position = Math.min(Math.max((z + SCORE_LIMIT) / step, 0), points);
    const below = Math.min(points - 1, Math.floor(position));
    const units = grid[below]! + (position - below) * (grid[below + 1]! - grid[below]!);
    return Math.min(LARGEST_INT32, Math.round(scale * units));
  };
  return { unitsAt, slope: (scale * slope * step) / Math.sqrt(2 * Math.PI) };
}

function relativeGammaQuantile(z: number, shape: number): number {
  if (shape < CUBE_ROOT_FROM_SHAPE) {
    return gamma.quantile(normal.standardCdf(z), { shape, scale: 1 / shape });
  }
  const ninth = 1 / (9 * shape);
  return Math.max(0, 1 - ninth + z * Math.sqrt(ninth)) ** 3;
}
