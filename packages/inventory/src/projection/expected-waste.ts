import { requireWhole } from './daily-demand.ts';
import { NEVER } from './shelf.ts';

/** Some twenty seconds. */
const MOST_STEPS = 2e10;
/** 80 MB a table. */
const MOST_CELLS = 1e7;

export interface ExpectedWaste {
  /** expected units of each batch unsold after its last sellable day, in the order of the input */
  expectedWaste: number[];
  /** probability that any unit of the batch is wasted */
  wasteProbability: number[];
}

/**
 * Exact waste of a first-expired-first-out shelf with independent, identical daily demand and lost
 * sales: batches on hand, nothing on the way. A check on sample paths, and quick enough where demand has
 * no season: time grows with the units on the shelf times the demand table times the days, or their logarithm times the
 * units where that is less, so it goes far beyond
 * the sizes for which `summariseStock` is exact.
 *
 * With X demand seen so far and not yet met by a batch that expired before, and D the demand until the
 * next batch i of q units expires: waste_i = max(0, q - X - D), and X becomes max(0, X + D - q).
 *
 * @param options.batches        whole units, at least 0, and days on which they can be sold
 * @param options.dailyDemandPmf probability of 0, 1, 2 ... units a day; what is missing to 1 counts as demand
 *   beyond the last one
 * @throws RangeError when units or days are not whole, a probability is not 0..1, or they add up to more
 *   than 1; when it would take more than 2e10 steps
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
  // Demand for all stock and more wastes nothing, and demand beyond its reach is not to come: neither has a cell.
  const stock = batches.reduce((sum, batch) => sum + batch.units, 0);
  const lastDay = batches.reduce((last, batch) => Math.max(last, batch.sellableDays), 0);
  const most = Math.min(stock, lastDay * Math.max(0, dailyDemandPmf.length - 1) + 1);
  requireEffort(most, lastDay, stock, dailyDemandPmf.length);
  let unmet = new Float64Array(most);
  unmet[0] = 1;
  let today = 0;
  for (const index of order) {
    const { units, sellableDays } = batches[index]!;
    if (sellableDays > today) {
      unmet = afterDays(unmet, dailyDemandPmf, sellableDays - today);
      today = sellableDays;
    }
    // A batch that never was sellable takes no demand with it.
    const wanted = sellableDays >= 1;
    const left = new Float64Array(most);
    for (let demand = 0; demand < most; demand++) {
      const met = wanted ? Math.min(units, demand) : 0;
      result.expectedWaste[index]! += (units - met) * unmet[demand]!;
      if (met < units) result.wasteProbability[index]! += unmet[demand]!;
      left[demand - met]! += unmet[demand]!;
    }
    unmet = left;
  }
  return result;
}

/** Day after day, or by repeated squaring of the day's demand where that takes fewer steps. */
function afterDays(unmet: Float64Array<ArrayBuffer>, pmf: ArrayLike<number>, days: number) {
  const cells = unmet.length;
  let after = unmet;
  if (!squaringIsShorter(cells, days, pmf.length)) {
    for (let day = 0; day < days; day++) after = afterOneMoreDay(after, pmf);
    return after;
  }
  let power = new Float64Array(cells);
  power[0] = 1;
  power = afterOneMoreDay(power, pmf);
  for (let left = days; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) after = afterOneMoreDay(after, power);
    if (left > 1) power = afterOneMoreDay(power, power);
  }
  return after;
}

function squaringIsShorter(cells: number, days: number, tableLength: number): boolean {
  return 2 * Math.log2(days + 1) * cells < days * Math.min(cells, tableLength);
}

/** @throws RangeError when the table of demand would take minutes */
function requireEffort(most: number, days: number, stock: number, tableLength: number): void {
  const perCell = Math.min(days * Math.min(most, tableLength), 2 * Math.log2(days + 1) * most);
  const steps = most * perCell;
  if (steps > MOST_STEPS || most > MOST_CELLS) {
    throw new RangeError(
      `units of batches add up to ${stock} and sellableDays reach ${days}; they must be fewer, since demand ` +
        `takes ${most} cells (at most ${MOST_CELLS}) and ${Math.ceil(steps)} steps (at most ${MOST_STEPS})`,
    );
  }
}

function afterOneMoreDay(unmet: Float64Array, pmf: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const cells = unmet.length;
  const next = new Float64Array(cells);
  for (let before = 0; before < cells; before++) {
    const end = Math.min(pmf.length, cells - before);
    for (let demand = 0; demand < end; demand++) next[before + demand]! += unmet[before]! * pmf[demand]!;
  }
  return next;
}

function checkPmf(pmf: ArrayLike<number>): void {
  let sum = 0;
  for (let demand = 0; demand < pmf.length; demand++) {
    const probability = pmf[demand]!;
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`dailyDemandPmf[${demand}] is ${probability}; it must be 0 to 1`);
    }
    sum += probability;
  }
  if (sum > 1 + 1e-9) throw new RangeError(`dailyDemandPmf adds up to ${sum}, it must be at most 1`);
}
