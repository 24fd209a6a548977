import { normal } from '@granary/statistics';
import { averageOverPanels, type Bend, REACH, stretchesBetween } from './panel-average.ts';

/**
 * The expected cost C_j of an echelon as a function of its inventory position.
 *
 * All numbers here are in standard deviations of one period's demand, and positions are counted from the mean
 * demand over all lead times so far, so that a large mean costs no digits.
 */
export interface EchelonCost {
  costAt(position: number): number;
  slopeAt(position: number): number;
  /** the slope of the straight line far below */
  slopeBelow: number;
  /** where it is not smooth, or was not before the last lead times smoothed it */
  bends: readonly Bend[];
}

/** An echelon with the level it orders up to: above it, its cost stays what it is at the level [C̲_j]. */
export interface StockedEchelon extends EchelonCost {
  level: number;
}

/** C̲_0: the customers' side, where only backorders cost. */
export function customers(penalty: number): StockedEchelon {
  return {
    costAt: (position) => (position < 0 ? -penalty * position : 0),
    slopeAt: (position) => (position < 0 ? -penalty : 0),
    slopeBelow: -penalty,
    bends: [],
    level: 0,
  };
}

/** A lead time whose demand spreads this much less than that of the stages downstream changes no digit that counts. */
const NEGLIGIBLE = 1e-6;

/** C_j(y) = E[h_j (y − D) + C̲_{j−1}(y − D)], for demand D over the lead time. */
export function costOfEchelon(
  below: StockedEchelon,
  echelonHoldingCost: number,
  leadTime: number,
): EchelonCost {
  const standardDeviation = Math.sqrt(leadTime);
  const widest = below.bends.reduce((most, { width }) => Math.max(most, width), 0);
  return standardDeviation > NEGLIGIBLE * widest
    ? averagedOver(standardDeviation, below, echelonHoldingCost)
    : withoutLeadTime(below, echelonHoldingCost);
}

/** Where the bends leave nothing but a straight line further below, to 16 digits. */
export function straightBelow(bends: readonly Bend[]): number {
  return bends.reduce(
    (least, { at, width }) => Math.min(least, at - REACH * width),
    Number.POSITIVE_INFINITY,
  );
}

function withoutLeadTime(below: StockedEchelon, echelonHoldingCost: number): EchelonCost {
  const { level } = below;
  return {
    costAt: (position) => echelonHoldingCost * position + below.costAt(Math.min(position, level)),
    slopeAt: (position) => echelonHoldingCost + (position < level ? below.slopeAt(position) : 0),
    slopeBelow: echelonHoldingCost + below.slopeBelow,
    bends: [...below.bends, { at: level, width: 0 }],
  };
}

function averagedOver(
  standardDeviation: number,
  below: StockedEchelon,
  echelonHoldingCost: number,
): EchelonCost {
  const { level, slopeBelow } = below;
  const start = Math.min(straightBelow(below.bends), level);
  const costAtStart = below.costAt(start);
  const costAtLevel = below.costAt(level);
  const stretches = stretchesBetween(start, level, below.bends, standardDeviation);
  const averageCost = averageOverPanels(below.costAt, stretches, standardDeviation);
  const averageSlope = averageOverPanels(below.slopeAt, stretches, standardDeviation);
  return {
    costAt(position) {
      const zLevel = (position - level) / standardDeviation;
      const zStart = (position - start) / standardDeviation;
      const onLine = normal.standardCdf(-zStart);
      const shortOfStart = standardDeviation * (standardDensity(zStart) - zStart * onLine);
      return (
        echelonHoldingCost * position +
        costAtLevel * normal.standardCdf(zLevel) +
        averageCost(position) +
        costAtStart * onLine -
        slopeBelow * shortOfStart
      );
    },
    slopeAt(position) {
      const onLine = normal.standardCdf((start - position) / standardDeviation);
      return echelonHoldingCost + averageSlope(position) + slopeBelow * onLine;
    },
    slopeBelow: echelonHoldingCost + slopeBelow,
    bends: [...below.bends, { at: level, width: 0 }].map(({ at, width }) => ({
      at,
      width: Math.hypot(width, standardDeviation),
    })),
  };
}

function standardDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}
