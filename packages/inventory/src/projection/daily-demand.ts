import { type CountsInput, type CountTable, countTable, drawCount } from './count-table.ts';
import { type CustomerChoice, chooseFreshest, customerChoice } from './customer-choice.ts';
import { drawKey, pathHash, uniformUint32 } from './keyed-draws.ts';

/** Joint demand paths, path-major: `units[path * days + day]`, day 0 is the first day after the snapshot. */
export interface DemandPathsInput {
  paths: number;
  days: number;
  units: Int32Array;
}

/**
 * Demand as one distribution for each day, independent between days. Give the same object for equal days: its
 * table is then made once.
 */
export interface DailyDistributions {
  daily: CountsInput[];
}

export type DailyDemand = DemandPathsInput | DailyDistributions;

/**
 * From a day on, customers are `factor` times as many, on the same random numbers: a price, a promotion, a
 * closed entrance. A fraction is rounded up with its own probability, so the mean is scaled exactly, and a larger
 * factor never brings fewer customers on any path and day.
 */
export interface DemandChange {
  /** first day it holds, 1 is the first day of the projection */
  fromDay: number;
  /** at least 0; factors of several changes multiply */
  factor: number;
}

/** The customers of one location, path by path. */
export interface Customers {
  paths: number;
  days: number;
  /** units wanted on each day of the path last asked for */
  wanted: Int32Array;
  /** how many of them take the freshest unit; undefined when nobody chooses, all or none do */
  freshest: Int32Array | undefined;
  allFreshest: boolean;
  /** fills `wanted` and `freshest` for one path */
  meet(path: number): void;
  /** tables of each day before any change, when demand was given as distributions */
  tables: CountTable[] | undefined;
  /** factor of each day; undefined when nothing changes */
  factors: Float64Array | undefined;
}

export interface CustomersInput {
  demand: DailyDemand;
  /** paths to draw; for given paths their number */
  paths?: number;
  freshestFirstShare: number;
  seed: number | string;
  /** precomputed with `freshestFirstUnits` for this demand, share and seed */
  freshestFirst?: Int32Array;
  demandChanges?: DemandChange[];
}

const DEFAULT_PATHS = 1000;
/** A path has totals of its own, so that more of them would ask for endless memory. */
const MOST_PATHS = 10_000_000;
/** Units are counted in 32 bits. */
const MOST_UNITS = 0x7fffffff;

/** @throws RangeError naming the parameter, its value and its range */
export function prepareCustomers(input: CustomersInput): Customers {
  const { demand, freshestFirstShare: share, seed } = input;
  if (!(share >= 0 && share <= 1)) throw new RangeError(`freshestFirstShare is ${share}; it must be 0 to 1`);
  const tables = 'daily' in demand ? tablesOfDays(demand.daily) : undefined;
  if (!('daily' in demand)) requirePaths(demand, 'demand');
  const paths = 'daily' in demand ? (input.paths ?? DEFAULT_PATHS) : demand.paths;
  requireWhole('paths', paths, 1);
  if (paths > MOST_PATHS) throw new RangeError(`paths is ${paths}; it must be at most ${MOST_PATHS}`);
  if (input.paths !== undefined && input.paths !== paths) {
    throw new RangeError(`paths is ${input.paths}, demand.paths is ${paths}`);
  }
  const days = 'daily' in demand ? demand.daily.length : demand.days;
  const chosen = input.freshestFirst;
  if (chosen && chosen.length !== paths * days) {
    throw new RangeError(`freshestFirst has ${chosen.length} cells, demand.units ${paths * days}`);
  }
  const factors = factorsOfDays(input.demandChanges ?? [], days);
  if (chosen && (factors || tables)) {
    throw new RangeError('freshestFirst is given; it must be absent when demand is drawn or changed');
  }
  if (chosen) requireChosen(chosen, demand as DemandPathsInput);
  const wanted = new Int32Array(days);
  const someChoose = share > 0 && share < 1;
  const freshest = someChoose ? new Int32Array(days) : undefined;
  const choice: CustomerChoice = customerChoice({ freshestFirstShare: share, seed });
  const draw = tables ? drawnDemand(tables, seed) : undefined;
  const given = 'daily' in demand ? undefined : demand.units;
  const scale = factors ? scaledDemand(factors, seed) : undefined;
  const meet = (path: number): void => {
    if (given) for (let day = 0; day < days; day++) wanted[day] = given[path * days + day]!;
    draw?.(path, wanted);
    scale?.(path, wanted);
    if (!freshest) return;
    if (chosen) freshest.set(chosen.subarray(path * days, (path + 1) * days));
    else chooseFreshest(choice, path, wanted, 0, freshest);
  };
  return { paths, days, wanted, freshest, allFreshest: share >= 1, meet, tables, factors };
}

/**
 * Sample paths of independent daily distributions: what a projection of them draws, so that other methods can
 * meet the same customers.
 *
 * @param seed the projection's
 */
export function sampleDemandPaths(options: {
  demand: DailyDistributions;
  paths: number;
  seed: number | string;
}): DemandPathsInput {
  const { paths } = options;
  const customers = prepareCustomers({ ...options, freshestFirstShare: 0 });
  const units = new Int32Array(paths * customers.days);
  for (let path = 0; path < paths; path++) {
    customers.meet(path);
    units.set(customers.wanted, path * customers.days);
  }
  return { paths, days: customers.days, units };
}

function drawnDemand(tables: CountTable[], seed: number | string) {
  const key = drawKey(seed, 'demand');
  return (path: number, wanted: Int32Array): void => {
    const hash = pathHash(key, path);
    for (let day = 0; day < wanted.length; day++) {
      wanted[day] = drawCount(tables[day]!, uniformUint32(key, hash, day));
    }
  };
}

function scaledDemand(factors: Float64Array, seed: number | string) {
  const key = drawKey(seed, 'demand change');
  return (path: number, wanted: Int32Array): void => {
    const hash = pathHash(key, path);
    for (let day = 0; day < wanted.length; day++) {
      const scaled = Math.floor(wanted[day]! * factors[day]! + uniformUint32(key, hash, day) / 4294967296);
      if (!(scaled <= MOST_UNITS)) {
        throw new RangeError(
          `factor of demand changes is ${factors[day]} on day ${day + 1} and brings ${scaled} customers; ` +
            `it must bring at most ${MOST_UNITS}`,
        );
      }
      wanted[day] = scaled;
    }
  };
}

function tablesOfDays(daily: CountsInput[]): CountTable[] {
  requireWhole('demand.daily.length', daily.length, 1);
  const known = new Map<CountsInput, CountTable>();
  return daily.map((counts, day) => {
    const table = known.get(counts) ?? countTable(counts, `demand.daily[${day}]`);
    known.set(counts, table);
    return table;
  });
}

function factorsOfDays(changes: DemandChange[], days: number): Float64Array | undefined {
  if (changes.length === 0) return undefined;
  const factors = new Float64Array(days).fill(1);
  for (const { fromDay, factor } of changes) {
    requireWhole('fromDay of a demand change', fromDay, 1);
    if (!(factor >= 0 && factor < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`factor of a demand change is ${factor}; it must be a finite number, at least 0`);
    }
    for (let day = fromDay - 1; day < days; day++) factors[day]! *= factor;
  }
  for (let day = 0; day < days; day++) {
    if (!(factors[day]! < Number.POSITIVE_INFINITY)) {
      throw new RangeError(
        `factors of demand changes multiply to ${factors[day]}; it must be a finite number`,
      );
    }
  }
  return factors;
}

/** @throws RangeError unless each cell is between 0 and its demand */
function requireChosen(chosen: Int32Array, { units }: DemandPathsInput): void {
  for (let cell = 0; cell < chosen.length; cell++) {
    if (!(chosen[cell]! >= 0 && chosen[cell]! <= units[cell]!)) {
      throw new RangeError(
        `freshestFirst[${cell}] is ${chosen[cell]}; it must be 0 to the demand, ${units[cell]}`,
      );
    }
  }
}

/** @throws RangeError unless the cells are as many as paths times days, whole and not negative */
export function requirePaths(demand: DemandPathsInput, name: string): void {
  requireWhole(`${name}.paths`, demand.paths, 1);
  requireWhole(`${name}.days`, demand.days, 1);
  if (demand.units.length !== demand.paths * demand.days) {
    throw new RangeError(
      `${name}.units has ${demand.units.length} cells, paths times days is ${demand.paths * demand.days}`,
    );
  }
  for (let i = 0; i < demand.units.length; i++) {
    const units = demand.units[i]!;
    if (!(units >= 0 && units <= MOST_UNITS && Math.floor(units) === units)) {
      throw new RangeError(`${name}.units[${i}] is ${units}; it must be a whole number, at least 0`);
    }
  }
}

/** @throws RangeError unless `value` is a whole number from `least` to 2³¹ − 1 */
export function requireWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least || value > 0x7fffffff) {
    throw new RangeError(`${name} is ${value}; it must be a whole number, at least ${least}`);
  }
}
