import { countTable } from '../../projection/count-table.ts';
import { prepareCustomers, requireWhole } from '../../projection/daily-demand.ts';
import { drawKey } from '../../projection/keyed-draws.ts';
import { createShelf, NEVER } from '../../projection/shelf.ts';
import type { ReplayRun } from './replay-path.ts';
import type { ReplaySituation } from './replay-types.ts';

/** Days that open orders are kept for; a lead time given as a distribution ends before it too. */
const LONGEST_LEAD_TIME = 1 << 20;

/** @throws RangeError naming the parameter, its value and its range */
export function prepareReplay(situation: ReplaySituation): ReplayRun {
  const { leadTimeDays, seed, warmUpDays = 0, reviewPeriodDays = 1 } = situation;
  const { packUnits = 1, minimumOrderUnits = 0, freshestFirstShare = 0 } = situation;
  const { demand, paths } = situation;
  const customers = prepareCustomers({
    demand,
    freshestFirstShare,
    seed,
    ...(paths === undefined ? {} : { paths }),
  });
  requireWhole('paths', customers.paths, 2);
  const { unmetDemand } = situation;
  if (unmetDemand !== 'lost' && unmetDemand !== 'backordered') {
    throw new RangeError(`unmetDemand is ${unmetDemand}; it must be lost or backordered`);
  }
  requireWhole('warmUpDays', warmUpDays, 0);
  if (warmUpDays >= customers.days) {
    throw new RangeError(`warmUpDays is ${warmUpDays}; it must be less than the ${customers.days} days`);
  }
  requireWhole('reviewPeriodDays', reviewPeriodDays, 1);
  requireWhole('packUnits', packUnits, 1);
  requireWhole('minimumOrderUnits', minimumOrderUnits, 0);
  for (const [name, cost] of Object.entries(situation.costs ?? {})) {
    if (!(cost >= 0 && cost < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`costs.${name} is ${cost}; it must be a finite number, at least 0`);
    }
  }
  const fixed = typeof leadTimeDays === 'number';
  if (fixed) {
    requireWhole('leadTimeDays', leadTimeDays, 0);
    if (leadTimeDays > LONGEST_LEAD_TIME) {
      throw new RangeError(`leadTimeDays is ${leadTimeDays}; it must be at most ${LONGEST_LEAD_TIME}`);
    }
  }
  const leadTimes = fixed
    ? undefined
    : { table: countTable(leadTimeDays, 'leadTimeDays'), key: drawKey(seed, 'lead time') };
  const longest = fixed ? leadTimeDays : leadTimes!.table.probabilities.length - 1;
  const run: ReplayRun = {
    customers,
    ...layOutShelf(situation, customers.days),
    warmUpDays,
    reviewPeriodDays,
    leadTimeDays: fixed ? leadTimeDays : 0,
    leadTimes,
    backordered: situation.unmetDemand === 'backordered',
    packUnits,
    minimumOrderUnits,
    arriving: new Float64Array(customers.days + longest),
    shortSinceReceipt: false,
    day: 1,
    onHandUnits: 0,
    onOrderUnits: 0,
    backorderUnits: 0,
    positionUnits: 0,
    batchesOnHand: () => batchesOnHand(run),
    openOrders: () => openOrders(run),
    expectedDemand: demandAhead(meanOfDays(situation), () => run.day),
  };
  return run;
}

/** A slot for each opening batch and each day on which units may arrive; one for all that never perish. */
function layOutShelf(situation: ReplaySituation, days: number) {
  const { openingBatches = [], shelfLifeDays } = situation;
  if (shelfLifeDays !== undefined) requireWhole('shelfLifeDays', shelfLifeDays, 1);
  openingBatches.forEach(({ units, sellableDays = NEVER }, index) => {
    requireWhole(`openingBatches[${index}].units`, units, 0);
    requireWhole(`openingBatches[${index}].sellableDays`, sellableDays, 1);
  });
  const lots: { lastDay: number; units: number; arrivalDay: number }[] = openingBatches.map(
    ({ units, sellableDays = NEVER }) => ({ lastDay: sellableDays, units, arrivalDay: 0 }),
  );
  const arrivalDays = shelfLifeDays === undefined ? 1 : days;
  for (let day = 1; day <= arrivalDays; day++) {
    const lastDay = shelfLifeDays === undefined ? NEVER : day + shelfLifeDays - 1;
    lots.push({ lastDay: Math.min(lastDay, NEVER), units: 0, arrivalDay: day });
  }
  lots.sort((a, b) => a.lastDay - b.lastDay);
  const arrivalSlots = new Int32Array(days);
  const openingSlots: { slot: number; units: number }[] = [];
  lots.forEach(({ arrivalDay, units }, slot) => {
    if (arrivalDay === 0) openingSlots.push({ slot, units });
    else if (shelfLifeDays === undefined) arrivalSlots.fill(slot);
    else arrivalSlots[arrivalDay - 1] = slot;
  });
  return { shelf: createShelf(Int32Array.from(lots, ({ lastDay }) => lastDay)), arrivalSlots, openingSlots };
}

function batchesOnHand({ shelf, day }: ReplayRun): { units: number; remainingDays: number }[] {
  const batches: { units: number; remainingDays: number }[] = [];
  for (let slot = shelf.first; slot < shelf.end; slot++) {
    const lastDay = shelf.lastDay[slot]!;
    const remainingDays = lastDay === NEVER ? Number.POSITIVE_INFINITY : lastDay - day + 1;
    if (shelf.units[slot]! > 0) batches.push({ units: shelf.units[slot]!, remainingDays });
  }
  return batches;
}

function openOrders({ arriving, day }: ReplayRun): { units: number; arrivalDay: number }[] {
  const orders: { units: number; arrivalDay: number }[] = [];
  for (let index = day; index < arriving.length; index++) {
    if (arriving[index]! > 0) orders.push({ units: arriving[index]!, arrivalDay: index + 1 });
  }
  return orders;
}

/** Mean demand of each day of a situation. */
export function meanOfDays({ demand }: Pick<ReplaySituation, 'demand'>): Float64Array {
  if ('daily' in demand) {
    const known = new Map(demand.daily.map((counts) => [counts, 0]));
    for (const counts of known.keys()) known.set(counts, countTable(counts, 'demand.daily').mean);
    return Float64Array.from(demand.daily, (counts) => known.get(counts)!);
  }
  const { paths, days, units } = demand;
  const means = new Float64Array(days);
  for (let cell = 0; cell < units.length; cell++) means[cell % days]! += units[cell]! / paths;
  return means;
}

function demandAhead(means: Float64Array, today: () => number): (days: number) => number {
  const until = new Float64Array(means.length + 1);
  for (let day = 0; day < means.length; day++) until[day + 1] = until[day]! + means[day]!;
  const meanDay = until[means.length]! / means.length;
  return (days) => {
    requireWhole('days', days, 0);
    const from = today() - 1;
    const to = Math.min(from + days, means.length);
    return until[to]! - until[from]! + (from + days - to) * meanDay;
  };
}
