import { type Distribution, requireNonNegative, requireWhole } from '@granary/statistics';
import { requireList } from '../require-list.ts';
import { createGainQueue } from './gain-queue.ts';

/** A store that waits for its share of a supply. */
export interface AllocationStore {
  /** units wanted until the supply is spent or written off [D] */
  demand: Distribution;
  /** money a unit sold brings more than a unit unsold, at least 0 [m] */
  marginPerUnit: number;
  /** money a unit left over costs, at least 0; default 0 [h] */
  leftoverCostPerUnit?: number;
  /** units needed to present the article at all, at least 0; default 0 */
  presentationUnits?: number;
  /** most units the store may get, at least 0; default without limit */
  maximumUnits?: number;
}

export interface AllocationOptions {
  stores: AllocationStore[];
  /** whole units to hand out, at least 0 */
  supplyUnits: number;
  /** units per pack, a whole number, at least 1; a pack goes to one store; default 1 */
  packSize?: number;
  /** money: packs that would gain at most this stay behind; at least 0, default 0 */
  leastGain?: number;
}

export interface Allocation {
  /** units per store, multiples of the pack size */
  units: number[];
  /** Σ m E[min(D, x)] − h E[(x − D)⁺] of these units, in money */
  expectedMargin: number;
  /** units that stay behind: less than a pack, or not worth sending */
  leftoverUnits: number;
  /** units each store lacks of its presentation minimum; all 0 unless supply is too short */
  presentationShortfall: number[];
  /** what the next pack would gain, as money: the price at which to buy one more; 0 when no store can take it */
  nextGain: number;
}

/**
 * Divides a supply among stores so that the expected margin is largest: pack after pack goes to the store
 * where its marginal expected margin, m P(D ≥ x) for a single unit, is highest. Expected sales are concave in
 * the units, pack by pack too, so this greedy rule is optimal (the newsvendor with one resource).
 *
 * Presentation minima, rounded up to packs, are filled first, whatever they gain. When the supply cannot
 * fill them all, every pack goes where it gains most among the stores below their minimum, and
 * `presentationShortfall` tells what is missing. Demands may depend on each other: only margins enter.
 *
 * O((stores + packs) × log stores) and as many evaluations of a distribution.
 *
 * @throws RangeError naming the parameter out of range, or a presentation minimum above the maximum
 * @see Porteus (2002), Foundations of Stochastic Inventory Theory (the newsvendor); Gross (1956), A class of
 *   discrete type minimization problems, RAND RM-1644 (optimality of the greedy rule)
 * @example
 * const poissonStore = (mean: number) => ({ demand: poisson.distribution({ mean }), marginPerUnit: 10 });
 * allocateByMarginalValue({ stores: [poissonStore(1), poissonStore(3)], supplyUnits: 4 }).units; // [1, 3]
 */
export function allocateByMarginalValue(options: AllocationOptions): Allocation {
  check(options);
  const { stores, supplyUnits, packSize = 1, leastGain = 0 } = options;
  const least = stores.map((store) => Math.ceil((store.presentationUnits ?? 0) / packSize));
  const most = stores.map((store) => Math.floor((store.maximumUnits ?? Number.MAX_SAFE_INTEGER) / packSize));
  const supplyPacks = Math.floor(supplyUnits / packSize);
  const needed = least.reduce((sum, count) => sum + count, 0);
  const isEnough = needed <= supplyPacks;
  const packs = isEnough ? [...least] : stores.map(() => 0);
  if (!isEnough) spend(options, { packs, left: supplyPacks, most: least, above: Number.NEGATIVE_INFINITY });
  const { left: packsLeft, nextGain } = spend(options, {
    packs,
    left: isEnough ? supplyPacks - needed : 0,
    most,
    above: leastGain,
  });
  const units = packs.map((count) => count * packSize);
  return {
    units,
    expectedMargin: expectedAllocationMargin(stores, units),
    leftoverUnits: packsLeft * packSize + (supplyUnits % packSize),
    presentationShortfall: stores.map((store, index) =>
      Math.max(0, (store.presentationUnits ?? 0) - units[index]!),
    ),
    nextGain,
  };
}

/**
 * The expected margin of an allocation: Σ m E[min(D, x)] − h E[(x − D)⁺].
 *
 * @param units units per store, each at least 0
 * @throws RangeError when the numbers of stores and units differ, or a value is out of range
 */
export function expectedAllocationMargin(stores: AllocationStore[], units: number[]): number {
  requireList('stores', stores);
  requireList('units', units);
  if (units.length !== stores.length) {
    throw new RangeError(`units has ${units.length} entries; it must have ${stores.length}, one per store`);
  }
  return stores.reduce((sum, { demand, marginPerUnit, leftoverCostPerUnit = 0 }, store) => {
    requireNonNegative(`units[${store}]`, units[store]!);
    const unsold = demand.complementaryLoss(units[store]!);
    return sum + marginPerUnit * (units[store]! - unsold) - leftoverCostPerUnit * unsold;
  }, 0);
}

/** Hands out packs one by one where they gain most, until none is left or none gains more than `above`. */
function spend(
  { stores, packSize = 1 }: AllocationOptions,
  step: { packs: number[]; left: number; most: number[]; above: number },
): { left: number; nextGain: number } {
  const { packs, most, above } = step;
  const queue = createGainQueue(stores.length);
  let left = step.left;
  stores.forEach((store, index) => {
    if (packs[index]! < most[index]!) queue.add(index, packGain(store, packs[index]! * packSize, packSize));
  });
  while (!queue.isEmpty() && left > 0 && queue.firstGain() > above) {
    const store = queue.first();
    packs[store]!++;
    left--;
    if (packs[store]! < most[store]!) {
      queue.lowerFirst(packGain(stores[store]!, packs[store]! * packSize, packSize));
    } else {
      queue.removeFirst();
    }
  }
  return { left, nextGain: queue.isEmpty() ? 0 : queue.firstGain() };
}

/** What a pack adds where `units` are already. */
function packGain(
  { demand, marginPerUnit, leftoverCostPerUnit = 0 }: AllocationStore,
  units: number,
  packSize: number,
): number {
  let sold = 0;
  if (demand.support === 'counts') {
    for (let unit = units; unit < units + packSize; unit++) {
      const survival = demand.survival(unit);
      // Nothing is wanted from here on, however large the pack.
      if (survival === 0) break;
      sold += survival;
    }
  } else {
    sold = demand.loss(units) - demand.loss(units + packSize);
  }
  return (marginPerUnit + leftoverCostPerUnit) * sold - leftoverCostPerUnit * packSize;
}

function check({ stores, supplyUnits, packSize = 1, leastGain = 0 }: AllocationOptions): void {
  requireWhole('supplyUnits', supplyUnits, 0);
  requireWhole('packSize', packSize, 1);
  requireNonNegative('leastGain', leastGain);
  requireList('stores', stores);
  if (stores.length === 0) throw new RangeError('stores is empty; it must hold at least one store');
  stores.forEach((store, index) => {
    const { presentationUnits = 0, maximumUnits = Number.POSITIVE_INFINITY } = store;
    const place = `stores[${index}]`;
    requireNonNegative(`${place}.marginPerUnit`, store.marginPerUnit);
    requireNonNegative(`${place}.leftoverCostPerUnit`, store.leftoverCostPerUnit ?? 0);
    requireNonNegative(`${place}.presentationUnits`, presentationUnits);
    const presented = Math.ceil(presentationUnits / packSize) * packSize;
    if (!(maximumUnits >= presented)) {
      throw new RangeError(
        `${place}.maximumUnits is ${maximumUnits}; it must be at least its presentation minimum in packs, ${presented}`,
      );
    }
  });
}
