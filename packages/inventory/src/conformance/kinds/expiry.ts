import { negativeBinomial, poisson } from '@granary/statistics';
import { expectedWasteFefo } from '../../projection/expected-waste.ts';
import { summariseStock } from '../../projection/stock-summary.ts';
import type { Inputs } from '../inputs.ts';
import type { ConformanceKinds } from '../kind.ts';

/** Mass of daily demand beyond the table of its probabilities: far below any tolerance. */
const BEYOND = 1e-15;
/** Cells of a table of daily demand, and days of a horizon: more of them would take minutes. */
const MOST_UNITS_A_DAY = 1_000_000;
const MOST_DAYS = 100_000;
/** First-expired-first-out for longer is left to the method by intervals. */
const MOST_JOINT_DAYS = 1000;
/** A case may take a minute and 160 MB; a screen may not. */
const LIMITS = { mostStates: 20_000_000, mostTransitions: 2_000_000_000 };

export const expiryKinds: ConformanceKinds = {
  expiry_expected_waste_fefo(inputs) {
    requireLostSales(inputs);
    return wasteOfIntervals(readBatches(inputs), readDailyDemand(inputs.object('demand')));
  },

  expiry_expected_waste_daily(inputs) {
    requireLostSales(inputs);
    const batches = readBatches(inputs);
    const demand = readDailyDemand(inputs.object('demand'));
    const freshestFirstShare = readFreshestFirstShare(inputs);
    const states = batches.reduce((product, { units }) => product * (units + 1), 1);
    const days = Math.max(1, ...batches.map(({ sellableDays }) => sellableDays));
    const large = states > LIMITS.mostStates || days > MOST_JOINT_DAYS;
    if (freshestFirstShare === 0 && large) return wasteOfIntervals(batches, demand);
    if (days > MOST_DAYS) {
      throw new RangeError(`inputs.batches days_left is ${days}; it must be at most ${MOST_DAYS}`);
    }
    const summary = summariseStock({
      batches,
      demand: { daily: new Array(days).fill(demand) },
      freshestFirstShare,
      seed: 0,
      method: 'exact',
      ...LIMITS,
    });
    return {
      expected_waste: summary.batches.map(({ wasted }) => wasted.mean),
      prob_any_waste: summary.batches.map(({ wasted }) => wasted.anyProbability),
      expected_sales: summary.total.sold.mean,
    };
  },
};

/** Exact for first-expired-first-out, whatever the number of batches. */
function wasteOfIntervals(batches: { units: number; sellableDays: number }[], dailyDemandPmf: number[]) {
  const waste = expectedWasteFefo({ batches, dailyDemandPmf });
  return {
    expected_waste: waste.expectedWaste,
    prob_any_waste: waste.wasteProbability,
    expected_sales: sum(batches.map(({ units }) => units)) - sum(waste.expectedWaste),
  };
}

/** The days of both kinds lose unmet demand; a case that says otherwise is another kind. */
function requireLostSales(inputs: Inputs): void {
  const convention = inputs.optionalText('convention') ?? '';
  if (/back-?order/i.test(convention)) {
    throw new RangeError(`inputs.convention is "${convention}"; unmet demand must be lost`);
  }
}

function readBatches(inputs: Inputs) {
  return inputs.objects('batches').map((batch, index) => ({
    batchId: batch.optionalText('id') ?? `batch ${index}`,
    units: batch.number('qty'),
    sellableDays: readDaysLeft(batch, index),
  }));
}

function readDaysLeft(batch: Inputs, index: number): number {
  const days = batch.number('days_left');
  if (!Number.isInteger(days)) {
    throw new RangeError(`inputs.batches[${index}].days_left is ${days}; it must be a whole number`);
  }
  return days;
}

/** Probabilities of 0, 1, 2 … units a day; the last one takes what is beyond. */
function readDailyDemand(demand: Inputs): number[] {
  const type = demand.text('type');
  if (type === 'poisson') {
    const mean = demand.number('mean_per_day');
    const last = requireTable('mean_per_day', mean, poisson.quantile(1 - BEYOND, { mean }));
    return probabilities(last, (count) => poisson.pmf(count, { mean }));
  }
  if (type === 'negbin') {
    const size = demand.number('r_per_day');
    const success = demand.number('p');
    const parameters = { mean: (size * (1 - success)) / success, size };
    const last = requireTable('r_per_day', size, negativeBinomial.quantile(1 - BEYOND, parameters));
    return probabilities(last, (count) => negativeBinomial.pmf(count, parameters));
  }
  if (type === 'pmf') return demand.numbers('pmf');
  throw new RangeError(`inputs.demand.type is "${type}"; it must be poisson, negbin or pmf`);
}

function requireTable(name: string, value: number, last: number): number {
  if (last <= MOST_UNITS_A_DAY) return last;
  throw new RangeError(
    `inputs.demand.${name} is ${value}; it must be lower, since demand reaches ${last} units a day, ` +
      `more than ${MOST_UNITS_A_DAY}`,
  );
}

function probabilities(last: number, pmf: (count: number) => number): number[] {
  const table = Array.from({ length: last }, (_, count) => pmf(count));
  return [...table, Math.max(0, 1 - sum(table))];
}

/** `fefo`, `lifo`, or a share of customers who take the latest expiry while the others take the earliest. */
function readFreshestFirstShare(inputs: Inputs): number {
  const issuing = inputs.optionalText('issuing');
  for (const name of ['lifo_share', 'share_lifo', 'lifo_fraction', 'freshest_first_share']) {
    if (inputs.has(name)) return inputs.number(name);
  }
  if (issuing === undefined || issuing === 'fefo' || issuing === 'fifo') return 0;
  if (issuing === 'lifo' || issuing === 'lefo') return 1;
  throw new RangeError(`inputs.issuing is "${issuing}"; it must be fefo, lifo, or come with lifo_share`);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
