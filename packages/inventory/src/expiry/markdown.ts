import type { DemandPathsInput } from '../projection/daily-demand.ts';
import type { RejectionReason, RemedyInput, RemedyRules } from './remedy-types.ts';

/**
 * Customers at a lower price divided by customers at the usual price, if demand has constant
 * own-price elasticity: (1 - d)^e. A positive elasticity counts as 0: a lower price drives nobody away.
 *
 * @param discountPct percent off the usual price, 0 or more and below 100
 * @param elasticity  own-price elasticity [e], usually -4 to -0.5
 * @example demandUplift({ discountPct: 50, elasticity: -2 }) // 4
 */
export function demandUplift(options: { discountPct: number; elasticity: number }): number {
  const { discountPct, elasticity } = options;
  if (!(discountPct >= 0 && discountPct < 100)) {
    throw new RangeError(`discountPct is ${discountPct}; it must be 0 or more and below 100`);
  }
  return (1 - discountPct / 100) ** Math.min(0, elasticity);
}

/**
 * The same for one batch among others: only a share of the extra customers
 * notices a price that stands on one batch, without an advertisement.
 *
 * @param noticedShare 0..1; 1: everybody, as in an advertised promotion
 * @throws RangeError when noticedShare is outside 0 to 1
 */
export function noticedUplift(options: {
  discountPct: number;
  elasticity: number;
  noticedShare: number;
}): number {
  const { noticedShare } = options;
  if (!(noticedShare >= 0 && noticedShare <= 1)) {
    throw new RangeError(`noticedShare is ${noticedShare}; it must be 0 to 1`);
  }
  return 1 + noticedShare * (demandUplift(options) - 1);
}

/** Every discount the rules name, in percent, smallest first. Prices do not enter. */
export function discountGrid(rules: RemedyRules): number[] {
  const { minDiscountPct, maxDiscountPct, discountStepPct } = rules;
  if (!(discountStepPct > 0))
    throw new RangeError(`discountStepPct is ${discountStepPct}; it must be above 0`);
  if (!(minDiscountPct >= 0 && maxDiscountPct < 100)) {
    throw new RangeError(
      `discounts run from ${minDiscountPct} to ${maxDiscountPct}, they must be in 0 to 100`,
    );
  }
  const grid: number[] = [];
  // Steps are counted, not summed: 0.1 + 0.2 must not end the grid early.
  for (let k = 0; minDiscountPct + k * discountStepPct <= maxDiscountPct + 1e-9; k++) {
    const discountPct = Number((minDiscountPct + k * discountStepPct).toFixed(6));
    if (discountPct > 0) grid.push(discountPct);
  }
  return grid;
}

/** Why this discount may not be proposed, or undefined. */
export function markdownBarrier(input: RemedyInput, discountPct: number): RejectionReason | undefined {
  const { rules, origin } = input;
  if (!rules.markdownAllowed) return 'markdown not allowed';
  if (rules.markdownRunning) return 'a markdown is running';
  const price = origin.price * (1 - discountPct / 100);
  return price < rules.minPriceShareOfCost * origin.unitCost - 1e-9 ? 'price below the floor' : undefined;
}

/** Which of the three elasticities a path lives with. */
export type ElasticityBound = 'low' | 'value' | 'high';

/**
 * Doubt about the elasticity enters as three values, 10 %, 50 % and 90 % quantiles, on 30, 40 and
 * 30 % of the paths. Paths are independent, so which of them get which does not matter.
 * @see Keefer and Bodily (1983), "Three-point approximations for continuous random variables"
 *   (extended Swanson-Megill)
 */
export function elasticityOfPath(path: number): ElasticityBound {
  const place = (path % 10) % 3;
  return place === 0 ? 'value' : place === 1 ? 'low' : 'high';
}

/** The customers a discount brings on top of the usual ones: per path and day, from common random numbers. */
export function extraDemand(
  input: RemedyInput,
  base: DemandPathsInput,
  discountPct: number,
): DemandPathsInput {
  const { elasticity, origin, rules } = input;
  const noticedShare = rules.markdownNoticedShare ?? 1;
  const scaled = new Map<number, DemandPathsInput>();
  const demandAt = (bound: ElasticityBound): DemandPathsInput => {
    const scale = noticedUplift({ discountPct, elasticity: elasticity[bound], noticedShare });
    let demand = scaled.get(scale);
    if (!demand) {
      demand = scale === 1 ? base : origin.demand(scale);
      if (demand.paths !== base.paths || demand.days !== base.days) {
        throw new RangeError(
          `origin.demand(${scale}) has ${demand.paths} paths of ${demand.days} days, origin.demand(1) has ${base.paths} of ${base.days}`,
        );
      }
      scaled.set(scale, demand);
    }
    return demand;
  };
  const { paths, days } = base;
  const units = new Int32Array(paths * days);
  for (let path = 0; path < paths; path++) {
    const demand = demandAt(elasticityOfPath(path));
    for (let cell = path * days; cell < (path + 1) * days; cell++) {
      units[cell] = Math.max(0, demand.units[cell]! - base.units[cell]!);
    }
  }
  return { paths, days, units };
}
