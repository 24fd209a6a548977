import { requireWhole } from './daily-demand.ts';
import { NEVER } from './shelf.ts';

export interface ExpectedWaste {
  /** expected units of each batch unsold after its last sellable day, in the order of the input */
  expectedWaste: number[];
  /** probability that any unit of the batch is wasted */
  wasteProbability: number[];
}

/**
 * Exact waste of a first-expired-first-out shelf with independent, identical daily demand and lost
 * sales: batches on hand, nothing on the way. A check on sample paths, and quick enough where demand has
 * no season: time grows with the days times the square of the units on the shelf, so it goes far beyond
 * the sizes for which `summariseStock` is exact.
 *
 * With X demand seen so far and not yet met by a batch that expired before, and D the demand until the
 * next batch i of q units expires: waste_i = max(0, q - X - D), and X becomes max(0, X + D - q).
 *
 * @param options.batches        whole units, at least 0, and days on which they can be sold
 * @param options.dailyDemandPmf probability of 0, 1, 2 ... units a day; what is missing to 1 counts as demand
 *   beyond the last one
 * @throws RangeError when units or days are not whole, a probability is not 0..1, or they add up to more than 1
 * @example expectedWasteFefo({ batches: [{ units: 2, sellableDays: 1 }], dailyDemandPmf: [0.5, 0.5] })
 *   // { expectedWaste: [1.5], wasteProbability: [1] }
 */
export function expectedWasteFefo(options: {
  batches: { units: number; sellableDays: number }[];
  dailyDemandPmf: ArrayLike<number>;
}): ExpectedWaste {
  const { batches, dailyDemandPmf } = options;
  checkPmf(dailyDemandPmf);
  batches.forEach(({ units, sellableDays }, index) => {
    requireWhole(`units of batches[${index}]`, units, 0);
    requireWhole(`sellableDays of batches[${index}]`, sellableDays, -NEVER);
  });
  const order = batches.map((_, index) => index);
  order.sort((a, b) => batches[a]!.sellableDays - batches[b]!.sellableDays || a - b);
  const result: ExpectedWaste = {
    expectedWaste: new Array(batches.length).fill(0),
    wasteProbability: new Array(batches.length).fill(0),
  };
  // Demand beyond all stock behaves alike, so the last cell stands for "this much or more".
  const most = batches.reduce((sum, batch) => sum + batch.units, 0);
  let unmet = new Float64Array(most + 1);
  unmet[0] = 1;
  let today = 0;
  for (const index of order) {
    const { units, sellableDays } = batches[index]!;
    for (; today < sellableDays; today++) unmet = afterOneMoreDay(unmet, dailyDemandPmf);
    // A batch that never was sellable takes no demand with it.
    const wanted = sellableDays >= 1;
    const left = new Float64Array(most + 1);
    for (let demand = 0; demand <= most; demand++) {
      const wasted = Math.max(0, units - (wanted ? demand : 0));
      result.expectedWaste[index]! += wasted * unmet[demand]!;
      if (wasted > 0) result.wasteProbability[index]! += unmet[demand]!;
      // The last cell stays: it stands for demand no batch exhausts.
      const rest = demand === most ? most : Math.max(0, demand - (wanted ? units : 0));
      left[rest]! += unmet[demand]!;
    }
    unmet = left;
  }
  return result;
}

function afterOneMoreDay(unmet: Float64Array, pmf: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const most = unmet.length - 1;
  const next = new Float64Array(most + 1);
  for (let before = 0; before <= most; before++) {
    let certain = 0;
    for (let demand = 0; demand < pmf.length && before + demand < most; demand++) {
      next[before + demand]! += unmet[before]! * pmf[demand]!;
      certain += pmf[demand]!;
    }
    next[most]! += unmet[before]! * Math.max(0, 1 - certain);
  }
  return next;
}

function checkPmf(pmf: ArrayLike<number>): void {
  let sum = 0;
  for (let demand = 0; demand < pmf.length; demand++) {
    const probability = pmf[demand]!;
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`dailyDemandPmf[${demand}] is ${probability}, it must be 0 to 1`);
    }
    sum += probability;
  }
  if (sum > 1 + 1e-9) throw new RangeError(`dailyDemandPmf adds up to ${sum}, it must be at most 1`);
}
