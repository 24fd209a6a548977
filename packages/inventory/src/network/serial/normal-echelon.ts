import { normal } from '@granary/statistics';
import { gaussLegendre } from './gauss-legendre.ts';
import { backorderPenalty, type SerialSystem } from './serial-system.ts';

/** The expected cost C_j of an echelon as a function of its inventory position. */
export interface EchelonCost {
  costAt(position: number): number;
  slopeAt(position: number): number;
  /** below this the cost is a straight line, to 16 digits */
  straightBelow: number;
  /** of the cumulative demand over all lead times so far, in units */
  mean: number;
  spread: number;
  /** units over which the cost is smooth: the standard deviation it was last averaged over */
  smoothOver: number;
}

/** An echelon with the level it orders up to: above it, its cost stays what it is at the level [C̲_j]. */
export interface StockedEchelon extends EchelonCost {
  level: number;
}

export interface NormalLeadTimeDemand {
  mean: number;
  standardDeviation: number;
}

/** C̲_0: the customers' side, where only backorders cost. */
export function customers(system: SerialSystem): StockedEchelon {
  const penalty = backorderPenalty(system);
  return {
    costAt: (position) => (position < 0 ? -penalty * position : 0),
    slopeAt: (position) => (position < 0 ? -penalty : 0),
    straightBelow: 0,
    mean: 0,
    spread: 0,
    smoothOver: Number.POSITIVE_INFINITY,
    level: 0,
  };
}

/** C_j(y) = E[h_j (y − D) + C̲_{j−1}(y − D)]. */
export function costOfEchelon(
  below: StockedEchelon,
  echelonHoldingCost: number,
  demand: NormalLeadTimeDemand,
): EchelonCost {
  return demand.standardDeviation > 0
    ? averagedOver(demand, below, echelonHoldingCost)
    : withoutLeadTime(below, echelonHoldingCost);
}

function withoutLeadTime(below: StockedEchelon, echelonHoldingCost: number): EchelonCost {
  const { level } = below;
  return {
    ...below,
    costAt: (position) => echelonHoldingCost * position + below.costAt(Math.min(position, level)),
    slopeAt: (position) => echelonHoldingCost + (position < level ? below.slopeAt(position) : 0),
    straightBelow: Math.min(below.straightBelow, level),
  };
}

const GAUSS = gaussLegendre(12);
/** Standard deviations beyond which a normal tail is less than 1e-18 of the whole. */
const TAIL = 9;

function averagedOver(
  demand: NormalLeadTimeDemand,
  below: StockedEchelon,
  echelonHoldingCost: number,
): EchelonCost {
  const { mean, standardDeviation } = demand;
  const { level } = below;
  const start = Math.min(below.straightBelow, level);
  const costAtStart = below.costAt(start);
  const costAtLevel = below.costAt(level);
  const slopeBelow = below.slopeAt(start - 1);
  const { positions, weights, panelWidth } = panels(
    start,
    level,
    Math.min(standardDeviation, below.smoothOver),
  );
  const costs = positions.map((position, index) => below.costAt(position) * weights[index]!);
  const slopes = positions.map((position, index) => below.slopeAt(position) * weights[index]!);

  /** Σ weighted values × density of the demand that leads there, over the panels that matter */
  const averageOf = (values: Float64Array, position: number): number => {
    const centre = position - mean;
    const reach = TAIL * standardDeviation;
    const from = Math.max(0, Math.floor((centre - reach - start) / panelWidth)) * GAUSS.positions.length;
    let sum = 0;
    for (let index = from; index < positions.length && positions[index]! < centre + reach; index++) {
      const z = (centre - positions[index]!) / standardDeviation;
      sum += values[index]! * Math.exp(-0.5 * z * z);
    }
    return sum / (standardDeviation * Math.sqrt(2 * Math.PI));
  };

  const cumulativeMean = below.mean + mean;
  const spread = Math.hypot(below.spread, standardDeviation);
  return {
    costAt(position) {
      const zLevel = (position - mean - level) / standardDeviation;
      const zStart = (position - mean - start) / standardDeviation;
      const onLine = normal.standardCdf(-zStart);
      const shortOfStart = standardDeviation * (standardDensity(zStart) - zStart * onLine);
      return (
        echelonHoldingCost * (position - mean) +
        costAtLevel * normal.standardCdf(zLevel) +
        averageOf(costs, position) +
        costAtStart * onLine -
        slopeBelow * shortOfStart
      );
    },
    slopeAt(position) {
      const onLine = normal.standardCdf(-(position - mean - start) / standardDeviation);
      return echelonHoldingCost + averageOf(slopes, position) + slopeBelow * onLine;
    },
    // neither all demand so far nor this stage's alone gets so low that it leaves the line
    straightBelow: Math.min(cumulativeMean - TAIL * spread, level + mean - TAIL * standardDeviation),
    mean: cumulativeMean,
    spread,
    smoothOver: standardDeviation,
  };
}

/** Points and weights for an integral from `start` to `end`, in equal panels of at most `width`. */
function panels(start: number, end: number, width: number) {
  const count = Math.ceil((end - start) / width);
  const panelWidth = count > 0 ? (end - start) / count : 1;
  const points = GAUSS.positions.length;
  const positions = new Float64Array(count * points);
  const weights = new Float64Array(count * points);
  for (let index = 0; index < positions.length; index++) {
    const panel = Math.floor(index / points);
    positions[index] = start + panelWidth * (panel + 0.5 + 0.5 * GAUSS.positions[index % points]!);
    weights[index] = 0.5 * panelWidth * GAUSS.weights[index % points]!;
  }
  return { positions, weights, panelWidth };
}

function standardDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}
