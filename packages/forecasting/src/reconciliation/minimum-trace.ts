import type { ErrorCovariance } from './error-covariance.ts';
import { type Hierarchy, sumUp } from './hierarchy.ts';

export interface Reconciled {
  /** one per node; each sum equals its leaves to rounding */
  values: Float64Array;
  /** false if the search for non-negative leaves ended early; what is left below zero was then set to zero */
  optimal: boolean;
}

const RELATIVE_RESIDUAL = 1e-12;
const MOST_ITERATIONS = 2000;
const MOST_EXCHANGES = 60;

/**
 * The coherent values nearest to the base forecasts in the metric of their errors [W] (minimum trace): unbiased
 * base forecasts give the unbiased coherent ones of least total variance. With `nonNegative`, the nearest ones
 * whose leaves are at least 0.
 *
 * Solved in the constraints, y − W C'(C W C')⁻¹ C y with one constraint per sum [C], by conjugate gradients: no
 * matrix is formed. Time grows with iterations (tens) × the cost of W; memory is a dozen vectors of the nodes.
 *
 * @param base one forecast per node, in the order of `hierarchy.nodes`
 * @throws RangeError if the lengths differ or a base forecast is not finite
 * @see Wickramasuriya, Athanasopoulos, Hyndman (2019), Optimal Forecast Reconciliation Using Trace Minimization,
 *   theorem 1; Wickramasuriya, Turlach, Hyndman (2020), Optimal Non-Negative Forecast Reconciliation, section 3
 */
export function reconcileMinimumTrace(options: {
  hierarchy: Hierarchy;
  base: Float64Array;
  covariance: ErrorCovariance;
  nonNegative?: boolean;
}): Reconciled {
  const { hierarchy, base, covariance, nonNegative = false } = options;
  checkBase(hierarchy, base);
  if (covariance.variances.length !== base.length) {
    throw new RangeError(
      `covariance is of ${covariance.variances.length} nodes; it must be of ${base.length} like the base forecasts`,
    );
  }
  const system = constraintSystem(hierarchy, covariance);
  if (!nonNegative) {
    const { values } = system.project(base, []);
    return { values: coherent(hierarchy, values), optimal: true };
  }
  return nearestNonNegative(hierarchy, base, system);
}

/** @throws RangeError unless there is one finite base forecast per node */
export function checkBase(hierarchy: Hierarchy, base: Float64Array): void {
  const nodes = hierarchy.sumCount + hierarchy.leafCount;
  if (base.length !== nodes) {
    throw new RangeError(
      `base has ${base.length} values; it must have ${nodes}, one per node of the hierarchy`,
    );
  }
  const broken = base.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) throw new RangeError(`base[${broken}] is ${base[broken]}; it must be a finite number`);
}

/** Sums are taken again from the leaves: the solver leaves a difference of the order of its tolerance. */
function coherent(hierarchy: Hierarchy, values: Float64Array): Float64Array {
  return sumUp(hierarchy, values.slice(hierarchy.sumCount));
}

interface ConstraintSystem {
  /** the nearest coherent values with the leaves in `pinned` at zero, and the multipliers of those */
  project(base: Float64Array, pinned: readonly number[]): { values: Float64Array; multipliers: Float64Array };
}

/**
 * Leaves below zero are pinned at zero, and released when their multiplier says that the distance would fall:
 * block principal pivoting, which ends at the optimum when no leaf is to be exchanged.
 */
function nearestNonNegative(hierarchy: Hierarchy, base: Float64Array, system: ConstraintSystem): Reconciled {
  const { sumCount, leafCount } = hierarchy;
  const scale = base.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const tolerance = 1e-9 * scale;
  let pinned: number[] = [];
  let values = base;
  for (let exchange = 0; exchange < MOST_EXCHANGES; exchange++) {
    const projection = system.project(base, pinned);
    values = projection.values;
    const kept = pinned.filter((_, index) => projection.multipliers[index]! <= tolerance);
    const pinnedNow = new Set(pinned);
    const below: number[] = [];
    for (let leaf = 0; leaf < leafCount; leaf++) {
      if (!pinnedNow.has(leaf) && values[sumCount + leaf]! < -tolerance) below.push(leaf);
    }
    if (below.length === 0 && kept.length === pinned.length)
      return { values: clipped(hierarchy, values), optimal: true };
    pinned = [...kept, ...below];
  }
  return { values: clipped(hierarchy, values), optimal: false };
}

function clipped(hierarchy: Hierarchy, values: Float64Array): Float64Array {
  return sumUp(
    hierarchy,
    values.slice(hierarchy.sumCount).map((value) => Math.max(0, value)),
  );
}

function constraintSystem(hierarchy: Hierarchy, covariance: ErrorCovariance): ConstraintSystem {
  const { sumCount, leafCount, starts, members } = hierarchy;
  const nodes = sumCount + leafCount;
  const inNodes = new Float64Array(nodes);
  const weighted = new Float64Array(nodes);

  /** C y: each sum less its leaves, then the pinned leaves. */
  const constraints = (y: Float64Array, pinned: readonly number[], into: Float64Array): void => {
    for (let sum = 0; sum < sumCount; sum++) {
      let difference = y[sum]!;
      for (let index = starts[sum]!; index < starts[sum + 1]!; index++)
        difference -= y[sumCount + members[index]!]!;
      into[sum] = difference;
    }
    for (let index = 0; index < pinned.length; index++)
      into[sumCount + index] = y[sumCount + pinned[index]!]!;
  };
  /** C' z. */
  const transposed = (z: Float64Array, pinned: readonly number[], into: Float64Array): void => {
    into.fill(0);
    for (let sum = 0; sum < sumCount; sum++) {
      const multiplier = z[sum]!;
      into[sum] = multiplier;
      for (let index = starts[sum]!; index < starts[sum + 1]!; index++)
        into[sumCount + members[index]!]! -= multiplier;
    }
    for (let index = 0; index < pinned.length; index++)
      into[sumCount + pinned[index]!]! += z[sumCount + index]!;
  };
  const diagonal = (pinned: readonly number[]): Float64Array => {
    const entries = new Float64Array(sumCount + pinned.length);
    for (let sum = 0; sum < sumCount; sum++) {
      entries[sum] = covariance.variances[sum]!;
      for (let index = starts[sum]!; index < starts[sum + 1]!; index++) {
        entries[sum]! += covariance.variances[sumCount + members[index]!]!;
      }
    }
    for (let index = 0; index < pinned.length; index++) {
      entries[sumCount + index] = covariance.variances[sumCount + pinned[index]!]!;
    }
    return entries;
  };
  return {
    project(base, pinned) {
      const multiply = (z: Float64Array, into: Float64Array): void => {
        transposed(z, pinned, inNodes);
        covariance.multiply(inNodes, weighted);
        constraints(weighted, pinned, into);
      };
      const target = new Float64Array(sumCount + pinned.length);
      constraints(base, pinned, target);
      const multipliers = conjugateGradients(multiply, target, diagonal(pinned));
      transposed(multipliers, pinned, inNodes);
      covariance.multiply(inNodes, weighted);
      const values = base.map((value, node) => value - weighted[node]!);
      return { values, multipliers: multipliers.subarray(sumCount) };
    },
  };
}

/** Solves A z = b for a symmetric positive semidefinite A, preconditioned with its diagonal. */
function conjugateGradients(
  multiply: (z: Float64Array, into: Float64Array) => void,
  target: Float64Array,
  diagonal: Float64Array,
): Float64Array {
  const size = target.length;
  const solution = new Float64Array(size);
  const residual = Float64Array.from(target);
  const preconditioned = residual.map((value, index) => value / diagonal[index]!);
  const direction = Float64Array.from(preconditioned);
  const product = new Float64Array(size);
  let decrease = dot(residual, preconditioned);
  const enough = RELATIVE_RESIDUAL * RELATIVE_RESIDUAL * decrease;
  for (let iteration = 0; iteration < MOST_ITERATIONS && decrease > enough; iteration++) {
    multiply(direction, product);
    const curvature = dot(direction, product);
    if (!(curvature > 0)) break;
    const step = decrease / curvature;
    for (let index = 0; index < size; index++) {
      solution[index]! += step * direction[index]!;
      residual[index]! -= step * product[index]!;
      preconditioned[index] = residual[index]! / diagonal[index]!;
    }
    const next = dot(residual, preconditioned);
    const turn = next / decrease;
    for (let index = 0; index < size; index++) {
      direction[index] = preconditioned[index]! + turn * direction[index]!;
    }
    decrease = next;
  }
  return solution;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}
