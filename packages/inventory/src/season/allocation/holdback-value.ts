import type { StoreOutlook } from './store-outlook.ts';

/** A unit that the second shipment may bring to a store: the k-th in one of the things that may have happened. */
interface SecondUnits {
  /** money, falling */
  gain: Float64Array;
  /** of what may have happened */
  probability: Float64Array;
  /** k, from 1 */
  rank: Int32Array;
}

/** The expected margin of both stages, exactly. */
export interface HoldbackValuation {
  /** @param units units sent now, per store; together at most the supply */
  valueOf(units: ArrayLike<number>): number;
}

/**
 * Values plans whose holdback is spent at its best after the first stage.
 *
 * The second shipment takes the H most valuable units, so a unit of rank k at store i, of gain g, is taken
 * exactly when at most H − k units elsewhere gain more. Stores are independent, so
 *
 *     E[V(H)] = Σ_i Σ_outcomes p Σ_k g P(units elsewhere that gain more ≤ H − k)
 *
 * which needs no enumeration of joint outcomes: units are passed in falling order of gain, and the number
 * passed at each store is a distribution that changes in one place at a time. For U units over all stores
 * O(U log U), and per unit O(1) with two stores, O(H) with three, O(stores × H²) with more.
 */
export function holdbackValuation(outlooks: StoreOutlook[], supplyUnits: number): HoldbackValuation {
  const tables = outlooks.map(() => new Map<number, SecondUnits>());
  const unitsOf = (store: number, sent: number): SecondUnits => {
    const known = tables[store]!.get(sent);
    if (known) return known;
    const made = secondUnits(outlooks[store]!, sent, supplyUnits - sent);
    tables[store]!.set(sent, made);
    return made;
  };
  const passed = outlooks.map(() => new Float64Array(supplyUnits + 1));
  const scratch = [new Float64Array(supplyUnits + 1), new Float64Array(supplyUnits + 1)] as const;
  const next = new Int32Array(outlooks.length);
  return {
    valueOf(units) {
      let holdback = supplyUnits;
      let value = 0;
      const lists = outlooks.map((outlook, store) => {
        const sent = units[store]!;
        holdback -= sent;
        value += withoutSecondShipment(outlook, sent);
        return unitsOf(store, sent);
      });
      if (holdback === 0) return value;
      for (const each of passed) each.fill(1, 0, holdback + 1);
      if (lists.length === 2) return value + valueOfTwo(lists, passed, holdback);
      next.fill(0);
      for (;;) {
        const store = mostValuable(lists, next);
        if (store < 0) return value;
        const { gain, probability, rank } = lists[store]!;
        const at = next[store]!++;
        const k = rank[at]!;
        if (k > holdback) continue;
        const p = probability[at]!;
        value += p * gain[at]! * othersAtMost(passed, { store, limit: holdback - k, scratch });
        passed[store]![k - 1]! -= p;
      }
    },
  };
}

/** The margin of the first stage and of what it leaves in the store. */
export function withoutSecondShipment(outlook: StoreOutlook, sent: number): number {
  let value = outlook.firstMargin[sent]!;
  for (let sold = 0; sold < sent; sold++) {
    const sums = outlook.sumAfterSales[sold]!;
    value += outlook.demandProbability[sold]! * sums[Math.min(sent - sold, sums.length - 1)]!;
  }
  return value;
}

function secondUnits(outlook: StoreOutlook, sent: number, mostKept: number): SecondUnits {
  const found: { gain: number; probability: number; rank: number }[] = [];
  const collect = (gains: Float64Array, probability: number, left: number) => {
    if (probability === 0) return;
    for (let rank = 1; rank <= mostKept && left + rank < gains.length; rank++) {
      const gain = gains[left + rank]!;
      if (gain === 0) break;
      found.push({ gain, probability, rank });
    }
  };
  for (let sold = 0; sold < sent; sold++) {
    collect(outlook.afterSales[sold]!, outlook.demandProbability[sold]!, sent - sold);
  }
  collect(outlook.afterSellOut[sent]!, outlook.sellOutProbability[sent]!, 0);
  // Where a rounding makes gains rise by the last digit, the rank keeps the order of a store's units.
  found.sort((a, b) => b.gain - a.gain || a.rank - b.rank);
  return {
    gain: Float64Array.from(found, (unit) => unit.gain),
    probability: Float64Array.from(found, (unit) => unit.probability),
    rank: Int32Array.from(found, (unit) => unit.rank),
  };
}

/** The second shipment to two stores: the same sum as for more, but the order of gains is a plain merge. */
function valueOfTwo([a, b]: SecondUnits[], [passedA, passedB]: Float64Array[], holdback: number): number {
  let value = 0;
  let atA = 0;
  let atB = 0;
  const [endA, endB] = [a!.gain.length, b!.gain.length];
  while (atA < endA || atB < endB) {
    const isA = atB === endB || (atA < endA && a!.gain[atA]! >= b!.gain[atB]!);
    const { gain, probability, rank } = isA ? a! : b!;
    const at = isA ? atA++ : atB++;
    const k = rank[at]!;
    if (k > holdback) continue;
    const [own, other] = isA ? [passedA!, passedB!] : [passedB!, passedA!];
    value += probability[at]! * gain[at]! * other[holdback - k]!;
    own[k - 1]! -= probability[at]!;
  }
  return value;
}

function mostValuable(lists: SecondUnits[], next: Int32Array): number {
  let best = -1;
  let highest = -1;
  for (let store = 0; store < lists.length; store++) {
    const { gain } = lists[store]!;
    const at = next[store]!;
    if (at < gain.length && gain[at]! > highest) {
      highest = gain[at]!;
      best = store;
    }
  }
  return best;
}

/** P(units passed at all stores but one ≤ limit), from the distribution function of each store. */
function othersAtMost(
  passed: Float64Array[],
  { store, limit, scratch }: { store: number; limit: number; scratch: readonly [Float64Array, Float64Array] },
): number {
  const stores = passed.length;
  if (stores === 1) return 1;
  const first = store === 0 ? 1 : 0;
  const last = store === stores - 1 ? stores - 2 : stores - 1;
  let sum = passed[first]!;
  if (first === last) return sum[limit]!;
  let spare = scratch[0];
  for (let other = first + 1; other < last; other++) {
    if (other === store) continue;
    for (let count = 0; count <= limit; count++) spare[count] = sumAtMost(passed[other]!, sum, count);
    sum = spare;
    spare = spare === scratch[0] ? scratch[1] : scratch[0];
  }
  return sumAtMost(passed[last]!, sum, limit);
}

/** P(X + Y ≤ limit) from the distribution functions of two independent counts. O(limit) */
function sumAtMost(a: Float64Array, b: Float64Array, limit: number): number {
  let total = a[0]! * b[limit]!;
  for (let part = 1; part <= limit; part++) total += (a[part]! - a[part - 1]!) * b[limit - part]!;
  return total;
}
