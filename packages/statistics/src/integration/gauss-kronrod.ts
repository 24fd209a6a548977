import { requireNonNegative, requirePositive } from '../parameters.ts';

export interface IntegrationSearch {
  /** minus infinity is allowed */
  low: number;
  /** at least `low`; infinity is allowed */
  high: number;
  /** the distance over which the function changes, greater than 0, for infinite intervals; 1 if left out */
  scale?: number;
  /** where the function has kinks, jumps or narrow peaks; those outside the interval are ignored */
  breakpoints?: readonly number[];
  /** share of the integral, 1e-10 if left out */
  relativeTolerance?: number;
  /** 1e-14 if left out; what is smaller counts as 0 */
  absoluteTolerance?: number;
  /** 1000 if left out; each costs 15 evaluations */
  maxIntervals?: number;
}

export interface IntegrationResult {
  value: number;
  /** a bound of the absolute error, usually a generous one */
  errorEstimate: number;
  evaluations: number;
  /** false if the intervals ran out before the error estimate came within the tolerance */
  converged: boolean;
}

/**
 * The integral of a function over a finite or infinite interval, by Gauss-Kronrod rules of 7 and 15 points
 * on the interval with the largest error, halved again and again. An infinite end is mapped by
 * x = low + scale t / (1 − t). At a singular end the intervals shrink until their points cannot be told from the
 * end; there the search stops, converged or not.
 *
 * Sampling cannot see a peak between its points: over a long or infinite interval name the places where the
 * function lives as `breakpoints`, such as the mean and the mean ± 6 standard deviations of a density, and its
 * `scale` if that is far from 1.
 *
 * @param integrand function of one number [f], finite inside the interval; the ends are not evaluated
 * @throws RangeError if the interval or a tolerance makes no sense, or a value is not finite
 * @see Piessens, de Doncker-Kapenga, Überhuber, Kahaner (1983), QUADPACK, routines QAG and QAGI
 * @example integrate((x) => Math.exp(-x), { low: 0, high: Infinity }).value // 1
 */
export function integrate(integrand: (x: number) => number, search: IntegrationSearch): IntegrationResult {
  const { relativeTolerance = 1e-10, absoluteTolerance = 1e-14, maxIntervals = 1000 } = search;
  requireNonNegative('relativeTolerance', relativeTolerance);
  requireNonNegative('absoluteTolerance', absoluteTolerance);
  if (!(Number.isSafeInteger(maxIntervals) && maxIntervals >= 1)) {
    throw new RangeError(`maxIntervals is ${maxIntervals}; it must be a whole number, at least 1`);
  }
  const pieces = piecesOf(search);
  if (search.low === search.high) return { value: 0, errorEstimate: 0, evaluations: 0, converged: true };
  const intervals = pieces.map((piece) => estimated(integrand, piece));
  for (;;) {
    const value = sumOf(intervals, 'value');
    const errorEstimate = sumOf(intervals, 'error');
    const wanted = Math.max(absoluteTolerance, relativeTolerance * Math.abs(value));
    const converged = errorEstimate <= wanted && Number.isFinite(value);
    const worst = intervals[indexOfLargestError(intervals)]!;
    if (converged || intervals.length >= maxIntervals || !Number.isFinite(value) || !canBeHalved(worst)) {
      // n intervals from p pieces come from n + (n − p) estimates, since each halving replaces one by two.
      const estimates = 2 * intervals.length - pieces.length;
      return {
        value,
        errorEstimate: Number.isFinite(value) ? errorEstimate : Number.POSITIVE_INFINITY,
        evaluations: 15 * estimates,
        converged,
      };
    }
    const { from, to, pointAt } = worst;
    const middle = middleOf(worst);
    intervals[intervals.indexOf(worst)] = estimated(integrand, { from, to: middle, pointAt });
    intervals.push(estimated(integrand, { from: middle, to, pointAt }));
  }
}

/** A stretch of the auxiliary variable t, where it lies in x, and how fast x moves there. */
interface Piece {
  from: number;
  to: number;
  pointAt: (t: number) => { x: number; speed: number };
}

interface Estimate extends Piece {
  value: number;
  error: number;
}

function piecesOf({ low, high, breakpoints = [], scale = 1 }: IntegrationSearch): Piece[] {
  requirePositive('scale', scale);
  if (Number.isNaN(low) || low === Number.POSITIVE_INFINITY) {
    throw new RangeError(`low is ${low}; it must be a number below infinity`);
  }
  if (!(high >= low) || high === Number.NEGATIVE_INFINITY) {
    throw new RangeError(`high is ${high}; it must be a number, at least low, ${low}`);
  }
  for (const [index, breakpoint] of breakpoints.entries()) {
    if (Number.isNaN(breakpoint)) throw new RangeError(`breakpoints[${index}] is NaN; it must be a number`);
  }
  const inside = [...new Set(breakpoints)].filter((x) => x > low && x < high).sort((a, b) => a - b);
  if (inside.length === 0 && low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY)
    inside.push(0);
  const ends = [low, ...inside, high];
  return inside.concat(high).map((to, index) => pieceOf(ends[index]!, to, scale));
}

function pieceOf(from: number, to: number, scale: number): Piece {
  if (Number.isFinite(from) && Number.isFinite(to)) return { from, to, pointAt: (x) => ({ x, speed: 1 }) };
  const [end, sign] = Number.isFinite(from) ? [from, 1] : [to, -1];
  const pointAt = (t: number) => ({ x: end + (sign * scale * t) / (1 - t), speed: scale / (1 - t) ** 2 });
  return { from: 0, to: 1, pointAt };
}

/** Nodes of the 15-point Kronrod rule above 0; every second one belongs to the 7-point Gauss rule. */
const NODES = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848, 0,
];
const KRONROD_WEIGHTS = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
];
const GAUSS_WEIGHTS = [0.1294849661688697, 0.27970539148927664, 0.3818300505051189, 0.4179591836734694];

/** Halves before the sum: the ends may be as far apart as numbers reach. */
function middleOf({ from, to }: Piece): number {
  return 0.5 * from + 0.5 * to;
}

function halfLengthOf({ from, to }: Piece): number {
  return 0.5 * to - 0.5 * from;
}

/** Whether the points of both halves are apart from the ends of the interval, where the function may be infinite. */
function canBeHalved(piece: Piece): boolean {
  const margin = 0.5 * halfLengthOf(piece) * (1 - NODES[0]!);
  return piece.from + margin > piece.from && piece.to - margin < piece.to;
}

/** Both rules on one interval; their difference, tempered as in QUADPACK, is the error. */
function estimated(integrand: (x: number) => number, piece: Piece): Estimate {
  const center = middleOf(piece);
  const half = halfLengthOf(piece);
  const values = new Float64Array(15);
  let kronrod = 0;
  let gauss = 0;
  let size = 0;
  for (let place = 0; place < 15; place++) {
    const node = Math.min(place, 14 - place);
    const t = place < 7 ? center - half * NODES[node]! : center + half * NODES[node]!;
    const value = valueAt(integrand, piece, t);
    values[place] = value;
    kronrod += KRONROD_WEIGHTS[node]! * value;
    size += KRONROD_WEIGHTS[node]! * Math.abs(value);
    if (node % 2 === 1) gauss += GAUSS_WEIGHTS[(node - 1) / 2]! * value;
  }
  let spread = 0;
  for (let place = 0; place < 15; place++) {
    spread += KRONROD_WEIGHTS[Math.min(place, 14 - place)]! * Math.abs(values[place]! - 0.5 * kronrod);
  }
  const difference = Math.abs(kronrod - gauss);
  const tempered = spread === 0 ? difference : spread * Math.min(1, ((200 * difference) / spread) ** 1.5);
  const error = Math.max(tempered, 50 * Number.EPSILON * size);
  return { ...piece, value: half * kronrod, error: difference === 0 ? 0 : half * error };
}

function valueAt(integrand: (x: number) => number, { pointAt }: Piece, t: number): number {
  const { x, speed } = pointAt(t);
  const value = integrand(x);
  if (!Number.isFinite(value))
    throw new RangeError(`integrand(${x}) is ${value}; it must be a finite number`);
  return value === 0 ? 0 : value * speed;
}

function sumOf(intervals: Estimate[], key: 'value' | 'error'): number {
  let sum = 0;
  for (const interval of intervals) sum += interval[key];
  return sum;
}

function indexOfLargestError(intervals: Estimate[]): number {
  let worst = 0;
  for (let index = 1; index < intervals.length; index++) {
    if (intervals[index]!.error > intervals[worst]!.error) worst = index;
  }
  return worst;
}
