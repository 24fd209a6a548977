import type { Customers } from './daily-demand.ts';
import type { LocationRun } from './project-path.ts';

/** Probabilities of everything that can become of the stock of one location. */
export interface ExactOutcome {
  /** per slot: probabilities of 0, 1, 2 … units unsold at the end of its life, or at the close of the horizon */
  unsold: Float64Array[];
  /** probabilities of 0, 1, 2 … units over all slots */
  totalSold: Float64Array;
  totalWasted: Float64Array;
  totalClosing: Float64Array;
  expectedLostSales: number;
}

/** How large a problem may be and still be solved exactly. */
export interface ExactLimits {
  /** product of (units + 1) over batches: 8 bytes each */
  mostStates: number;
  /** changes of state along the way: some five nanoseconds each */
  mostTransitions: number;
}

/** Empty states that are passed over in the time of one transition. */
const STATES_PER_TRANSITION = 8;
/** Units on hand of a projection that may still be exact when some customers, not all, take the freshest. */
const MOST_CHOICES = 1000;

/** Customers of a day that a table can tell apart after a demand change. */
const MOST_CUSTOMERS = 1 << 22;

/** Why a projection cannot be exact, or undefined when nothing but its size can prevent it. */
export function whySampled(run: LocationRun): string | undefined {
  if (!run.customers.tables) return 'demand is given as sample paths';
  if (run.markdowns.length > 0) return 'a markdown draws its customers along sample paths';
  if (run.uncertain.length > 0) return 'an arrival is uncertain';
  if (run.removals.some(({ slot, day }) => day > run.arrivalDay[slot]!)) {
    return 'units are removed after customers may have bought from the batch';
  }
  const { tables, factors } = run.customers;
  if (
    tables.some(({ probabilities }, day) => probabilities.length * (factors?.[day] ?? 1) > MOST_CUSTOMERS)
  ) {
    return `a demand change brings more than ${MOST_CUSTOMERS} customers a day`;
  }
  return undefined;
}

/**
 * The exact distribution of sales and waste for independent daily demand, by dynamic programming over the joint
 * units left of every batch. Each day moves the probability of a state to the states its customers can leave
 * behind: of d customers a Binomial(d, share) number take the freshest. A state that cannot be reached costs
 * nothing, so first-expired-first-out alone, where one number says it all, is quick.
 *
 * Time grows with days x reachable states x units (x units again when some customers, not all, take the
 * freshest); memory with the product of (units + 1) over batches.
 *
 * @param run without markdowns, uncertain arrivals or late removals: `whySampled` is undefined
 * @returns undefined when states or transitions exceed the limits
 */
export function exactOutcome(run: LocationRun, share: number, limits: ExactLimits): ExactOutcome | undefined {
  const { customers, arrivalDay, shelf } = run;
  const units = unitsAfterRemovals(run);
  const strides = new Float64Array(units.length);
  let states = 1;
  for (let slot = 0; slot < units.length; slot++) {
    strides[slot] = states;
    states *= units[slot]! + 1;
  }
  const most = total(units);
  // Each choice is one transition at least, so that a table of more of them could not be used up.
  if (states > limits.mostStates || (share > 0 && share < 1 && most > MOST_CHOICES)) return undefined;
  const mass = new Float64Array(states);
  mass[states - 1] = 1;
  const day: DayStep = {
    mass,
    units,
    strides,
    live: [],
    digits: new Int32Array(units.length),
    emptied: 0,
    demand: new Float64Array(0),
    lost: new Float64Array(0),
    share,
    choices: share > 0 && share < 1 ? freshestChoices(share, most) : undefined,
    budget: limits.mostTransitions,
    expectedLost: 0,
  };
  for (let today = 1; today <= customers.days; today++) {
    day.live = [];
    for (let slot = 0; slot < units.length; slot++) {
      if (arrivalDay[slot]! <= today && shelf.lastDay[slot]! >= today) day.live.push(slot);
    }
    day.demand = demandOfDay(customers, today);
    day.lost = lossTable(day.demand, most);
    day.budget -= Math.floor(states / STATES_PER_TRANSITION);
    if (day.budget < 0 || !stepDay(day)) return undefined;
  }
  return readOutcome(day, run);
}

/** What a day's step reads and writes; one object, so that the loop allocates nothing. */
interface DayStep {
  mass: Float64Array;
  units: Int32Array;
  strides: Float64Array;
  /** slots that can be sold today, earliest expiry first */
  live: number[];
  digits: Int32Array;
  /** the state being moved, with nothing left that can be sold today */
  emptied: number;
  /** probabilities of today's demand */
  demand: Float64Array;
  /** E[(D - a)+] for a = 0, 1, 2 … */
  lost: Float64Array;
  share: number;
  /** choices[d][f]: probability that f of d customers take the freshest; not needed when all or none do */
  choices: Float64Array[] | undefined;
  budget: number;
  expectedLost: number;
}

/** Selling only lowers the number of a state, so going up through them each is moved once, in place. */
function stepDay(day: DayStep): boolean {
  const { mass, units, strides, live, digits, lost } = day;
  for (let state = 0; state < mass.length; state++) {
    const probability = mass[state]!;
    if (probability === 0) continue;
    let available = 0;
    day.emptied = state;
    for (let i = 0; i < live.length; i++) {
      const slot = live[i]!;
      digits[slot] = Math.floor(state / strides[slot]!) % (units[slot]! + 1);
      available += digits[slot]!;
      day.emptied -= strides[slot]! * digits[slot]!;
    }
    day.expectedLost += probability * lost[available]!;
    if (available === 0) continue;
    mass[state] = 0;
    if (!moveState(day, state, probability, available)) return false;
  }
  return true;
}

function moveState(day: DayStep, state: number, probability: number, available: number): boolean {
  const { mass, strides, live, digits, demand, choices, share } = day;
  const mostFreshest = share > 0 ? available - 1 : 0;
  let served = 0;
  let top = live.length - 1;
  let afterFreshest = state;
  for (let freshest = 0; freshest <= mostFreshest; freshest++) {
    if (freshest > 0) {
      while (digits[live[top]!] === 0) top--;
      digits[live[top]!]!--;
      afterFreshest -= strides[live[top]!]!;
    }
    const mostOldest = share === 1 ? 0 : available - 1 - freshest;
    let bottom = -1;
    let left = 0;
    let next = afterFreshest;
    for (let oldest = 0; oldest <= mostOldest; oldest++) {
      if (oldest > 0) {
        while (left === 0) left = digits[live[++bottom]!]!;
        left--;
        next -= strides[live[bottom]!]!;
      }
      const wanted = freshest + oldest;
      if (wanted >= demand.length) break;
      const moved = choices ? demand[wanted]! * choices[wanted]![freshest]! : demand[wanted]!;
      served += moved;
      mass[next]! += probability * moved;
    }
    day.budget -= mostOldest + 1;
  }
  // Demand for all there is, and more, leaves none of it.
  mass[day.emptied]! += probability * Math.max(0, 1 - served);
  return day.budget >= 0;
}

function readOutcome(day: DayStep, run: LocationRun): ExactOutcome {
  const { mass, units, strides } = day;
  const most = total(units);
  const unsold = Array.from(units, (each) => new Float64Array(each + 1));
  const outcome: ExactOutcome = {
    unsold,
    totalSold: new Float64Array(most + 1),
    totalWasted: new Float64Array(most + 1),
    totalClosing: new Float64Array(most + 1),
    expectedLostSales: day.expectedLost,
  };
  for (let state = 0; state < mass.length; state++) {
    const probability = mass[state]!;
    if (probability === 0) continue;
    let wasted = 0;
    let closing = 0;
    for (let slot = 0; slot < units.length; slot++) {
      const left = Math.floor(state / strides[slot]!) % (units[slot]! + 1);
      unsold[slot]![left]! += probability;
      if (endsAsWaste(run, slot)) wasted += left;
      else closing += left;
    }
    outcome.totalWasted[wasted]! += probability;
    outcome.totalClosing[closing]! += probability;
    outcome.totalSold[most - wasted - closing]! += probability;
  }
  return outcome;
}

/** Whether what is unsold of a slot at the end is waste, or else still there or on the way. */
export function endsAsWaste({ arrivalDay, customers, shelf }: LocationRun, slot: number): boolean {
  return shelf.lastDay[slot]! < arrivalDay[slot]! || shelf.lastDay[slot]! <= customers.days;
}

/** A removal on the first day of a batch takes the same units whatever the demand; one before it takes none. */
function unitsAfterRemovals(run: LocationRun): Int32Array {
  const units = Int32Array.from(run.opening);
  for (const { slot, day, units: removed } of run.removals) {
    if (day === run.arrivalDay[slot] && run.shelf.lastDay[slot]! >= day && day <= run.customers.days) {
      units[slot]! -= removed;
    }
  }
  return units;
}

function demandOfDay(customers: Customers, day: number): Float64Array {
  const { probabilities } = customers.tables![day - 1]!;
  const factor = customers.factors?.[day - 1] ?? 1;
  if (factor === 1) return probabilities;
  const scaled = new Float64Array(Math.ceil((probabilities.length - 1) * factor) + 2);
  for (let count = 0; count < probabilities.length; count++) {
    const whole = Math.floor(count * factor);
    const fraction = count * factor - whole;
    scaled[whole]! += probabilities[count]! * (1 - fraction);
    scaled[whole + 1]! += probabilities[count]! * fraction;
  }
  return scaled;
}

function lossTable(demand: Float64Array, most: number): Float64Array {
  const lost = new Float64Array(most + 1);
  let beyond = 0;
  for (let count = demand.length - 1; count > 0; count--) lost[0]! += count * demand[count]!;
  for (let count = 0; count < demand.length; count++) beyond += demand[count]!;
  for (let stock = 1; stock <= most; stock++) {
    beyond -= demand[stock - 1] ?? 0;
    lost[stock] = Math.max(0, lost[stock - 1]! - Math.max(0, beyond));
  }
  return lost;
}

/** Binomial probabilities by Pascal's rule, row by row. */
function freshestChoices(share: number, most: number): Float64Array[] {
  const rows = [Float64Array.of(1)];
  for (let customers = 1; customers <= most; customers++) {
    const before = rows[customers - 1]!;
    const row = new Float64Array(customers + 1);
    for (let freshest = 0; freshest < customers; freshest++) {
      row[freshest]! += before[freshest]! * (1 - share);
      row[freshest + 1]! += before[freshest]! * share;
    }
    rows.push(row);
  }
  return rows;
}

function total(values: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
