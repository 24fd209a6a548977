import { normal, poisson, requireNonNegative, requirePositive } from '@granary/statistics';
import type { NormalSerialSystem } from './serial-normal.ts';
import type { PoissonSerialSystem } from './serial-poisson.ts';
import { backorderPenalty, requireSerialSystem, type SerialSystem } from './serial-system.ts';

/** Echelon base-stock levels, index 0 nearest the customer. */
export interface SerialNewsvendorBounds {
  /** at most the optimal level of each stage [Sˡ] */
  lower: number[];
  /** at least the optimal level of each stage [Sᵘ] */
  upper: number[];
  /** half way between the two; for counts rounded to the nearest, halves up [Sᵃ] */
  heuristic: number[];
}

/**
 * Bounds on the optimal echelon base-stock levels of a serial system with Poisson demand, each a newsvendor's
 * quantile of the demand over all lead times up to the stage, and the heuristic half way between them. A
 * formula one can explain and compute in a spreadsheet; `serialBaseStockPoisson` gives the optimum itself. O(N²).
 *
 * Stage j and those below are taken for one stage, whose holding cost is too low with h_j (upper bound) and
 * too high with h_1 + … + h_j (lower bound).
 *
 * @param stages        index 0 is nearest the customer
 * @param stockoutCost  currency per unit backordered and period, greater than 0 [b]
 * @param demandRate    units per period, greater than 0 [λ]
 * @throws RangeError that names the stage and the field if a number is out of range
 * @see Shang, Song (2003), Newsvendor Bounds and Heuristic for Optimal Policies in Serial Supply Chains,
 *      Management Science 49
 * @example
 * serialNewsvendorBoundsPoisson({
 *   stages: [{ echelonHoldingCost: 1, leadTime: 1 }],
 *   stockoutCost: 9,
 *   demandRate: 16,
 * }); // { lower: [21], upper: [21], heuristic: [21] }: one stage is a newsvendor with ratio 0.9
 */
export function serialNewsvendorBoundsPoisson(system: PoissonSerialSystem): SerialNewsvendorBounds {
  requireSerialSystem(system);
  requirePositive('demandRate', system.demandRate);
  return bounds(
    system,
    (coverage, leadTime) => poissonLevel(coverage, system.demandRate * leadTime),
    Math.round,
  );
}

/**
 * Bounds and heuristic of Shang and Song as in `serialNewsvendorBoundsPoisson`, for normal demand.
 *
 * @param stages        index 0 is nearest the customer
 * @param stockoutCost  currency per unit backordered and period, greater than 0 [b]
 * @param demandMean    units per period, at least 0 [μ]
 * @param demandStandardDeviation units per period, greater than 0 [σ]
 * @throws RangeError that names the stage and the field if a number is out of range
 * @see Shang, Song (2003), Newsvendor Bounds and Heuristic for Optimal Policies in Serial Supply Chains,
 *      Management Science 49; Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 6.2, equation 6.32
 */
export function serialNewsvendorBoundsNormal(system: NormalSerialSystem): SerialNewsvendorBounds {
  requireSerialSystem(system);
  requireNonNegative('demandMean', system.demandMean);
  requirePositive('demandStandardDeviation', system.demandStandardDeviation);
  return bounds(
    system,
    (coverage, leadTime) =>
      system.demandMean * leadTime +
      system.demandStandardDeviation * Math.sqrt(leadTime) * standardLevel(coverage),
    (level) => level,
  );
}

/** How likely a level is to cover demand and not to; both, since the smaller of them holds the digits. */
interface Coverage {
  covered: number;
  uncovered: number;
}

function standardLevel({ covered, uncovered }: Coverage): number {
  return covered < uncovered ? normal.standardQuantile(covered) : -normal.standardQuantile(uncovered);
}

function poissonLevel({ covered, uncovered }: Coverage, mean: number): number {
  if (uncovered > RARE) return poisson.quantile(covered, { mean });
  let level = poisson.quantile(1 - RARE, { mean });
  while (poisson.survival(level, { mean }) > uncovered) level++;
  return level;
}

/** A probability so small that its complement has lost digits. */
const RARE = 1e-10;

function bounds(
  system: SerialSystem,
  levelFor: (coverage: Coverage, leadTime: number) => number,
  round: (level: number) => number,
): SerialNewsvendorBounds {
  const penalty = backorderPenalty(system);
  const result: SerialNewsvendorBounds = { lower: [], upper: [], heuristic: [] };
  let leadTime = 0;
  let holdingSoFar = 0;
  system.stages.forEach((stage, index) => {
    leadTime += stage.leadTime;
    holdingSoFar += stage.echelonHoldingCost;
    const shortage = backorderPenalty({ ...system, stages: system.stages.slice(index + 1) });
    const withOwn = shortage + stage.echelonHoldingCost;
    const lower = levelFor({ covered: shortage / penalty, uncovered: holdingSoFar / penalty }, leadTime);
    const upper = levelFor(
      { covered: shortage / withOwn, uncovered: stage.echelonHoldingCost / withOwn },
      leadTime,
    );
    result.lower.push(lower);
    result.upper.push(upper);
    result.heuristic.push(round((lower + upper) / 2));
  });
  return result;
}
