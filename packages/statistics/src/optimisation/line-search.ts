import type { ObjectiveWithGradient, PointWithGradient } from './lbfgs.ts';

/** Share of the promised decrease that a step must achieve [c₁]. */
const SUFFICIENT_DECREASE = 1e-4;
/** Share of the slope at which a step is long enough [c₂]. */
const REMAINING_SLOPE = 0.9;
const MAX_TRIALS = 60;

/**
 * A step along `direction`, bent at the bounds, that lowers the value enough and is not needlessly short (the
 * weak Wolfe conditions, on the displacement that remains within the bounds), by doubling and halving.
 *
 * @returns the new point; nothing if no trial lowers the value; `endless` if the longest tried was too short still
 * @see Lewis, Overton (2013), Nonsmooth optimization via quasi-Newton methods, Math. Program. 141, algorithm 2.6
 */
export function lineSearch(
  evaluate: ObjectiveWithGradient,
  from: PointWithGradient,
  direction: Float64Array,
  { lower, upper }: { lower: Float64Array; upper: Float64Array },
  firstStep: number,
): (PointWithGradient & { endless?: boolean }) | undefined {
  const size = from.x.length;
  let tooShort = 0;
  let tooLong = Number.POSITIVE_INFINITY;
  let accepted: PointWithGradient | undefined;
  let step = firstStep;
  let trial = 0;
  for (; trial < MAX_TRIALS; trial++) {
    const x = new Float64Array(size);
    let moved = false;
    for (let index = 0; index < size; index++) {
      // A step may be infinite after a slope that underflows: 0 times it is no move.
      const target = direction[index] === 0 ? from.x[index]! : from.x[index]! + step * direction[index]!;
      x[index] = Math.min(upper[index]!, Math.max(lower[index]!, target));
      moved ||= x[index] !== (accepted ?? from).x[index];
    }
    if (!moved) break;
    const gradient = new Float64Array(size);
    const value = evaluate(x, gradient);
    const promised = slopeAlong(from, x, from.gradient);
    if (value > from.value + SUFFICIENT_DECREASE * promised || value === Number.POSITIVE_INFINITY) {
      tooLong = step;
    } else {
      if (!accepted || value <= accepted.value) accepted = { x, value, gradient };
      // A slope that is not a number ends the search too: the caller names it.
      if (!(slopeAlong(from, x, gradient) < REMAINING_SLOPE * promised)) break;
      tooShort = step;
    }
    step = tooLong < Number.POSITIVE_INFINITY ? 0.5 * (tooShort + tooLong) : 2 * step;
  }
  if (!accepted || accepted.value >= from.value) return undefined;
  const endless = tooLong === Number.POSITIVE_INFINITY && trial === MAX_TRIALS;
  return endless ? { ...accepted, endless } : accepted;
}

function slopeAlong(from: PointWithGradient, to: Float64Array, gradient: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < to.length; index++) sum += gradient[index]! * (to[index]! - from.x[index]!);
  return sum;
}
