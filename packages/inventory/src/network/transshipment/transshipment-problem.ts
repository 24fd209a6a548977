import { requireFinite, requireNonNegative } from '@granary/statistics';

/** A place that has more of an item than it will sell. */
export interface TransshipmentSource {
  /** units that may leave, at least 0 */
  excessUnits: number;
  /** what a unit is worth if it stays, for instance cleared at the end; negative when disposal costs. Default 0 */
  salvageValuePerUnit?: number;
  /** days the units can still be sold, counted at departure; default without end */
  remainingDays?: number;
}

/** So many units, each worth so much to a destination. */
export interface BenefitStep {
  /** at least 0 */
  units: number;
  valuePerUnit: number;
}

/** A place that can use more of the item. */
export interface TransshipmentDestination {
  /**
   * What the units that arrive are worth: the first units the most, so values must fall from step to step
   * (a concave benefit). One step says that every absorbable unit is worth the same.
   */
  benefits: BenefitStep[];
  /** days a unit must still be sellable on arrival; default 0 */
  minimumRemainingDays?: number;
}

/** A way from a source to a destination. Pairs without a lane exchange nothing; two lanes of a pair may differ. */
export interface TransshipmentLane {
  /** index into the sources */
  source: number;
  /** index into the destinations */
  destination: number;
  /** at least 0 */
  costPerUnit: number;
  /** at least 0; default without limit */
  capacityUnits?: number;
  /** days on the way, at least 0; default 0 */
  transitDays?: number;
}

export interface TransshipmentProblem<Lane extends TransshipmentLane = TransshipmentLane> {
  sources: TransshipmentSource[];
  destinations: TransshipmentDestination[];
  lanes: Lane[];
}

/** Units moved by one lane. */
export interface Shipment {
  /** index into the lanes */
  lane: number;
  source: number;
  destination: number;
  units: number;
}

/**
 * The net saving of a plan in money: value at the destinations − transport − salvage forgone at the sources.
 * Units that arrive fill the most valuable steps first.
 *
 * @param unitsPerLane units on each lane, in the order of the lanes
 * @throws RangeError as `planTransshipment`, and when the plan sends more than a source, a lane or a destination
 *   allows
 * @example
 * const problem = {
 *   sources: [{ excessUnits: 10, salvageValuePerUnit: 1 }],
 *   destinations: [{ benefits: [{ units: 4, valuePerUnit: 9 }, { units: 6, valuePerUnit: 5 }] }],
 *   lanes: [{ source: 0, destination: 0, costPerUnit: 2 }],
 * };
 * transshipmentSaving(problem, [6]); // 4 × 9 + 2 × 5 − 6 × (2 + 1) = 28
 */
export function transshipmentSaving(problem: TransshipmentProblem, unitsPerLane: ArrayLike<number>): number {
  checkTransshipment(problem);
  return savingOfUnits(problem, unitsPerLane);
}

/** `transshipmentSaving` of a problem that was checked before. */
export function savingOfUnits(problem: TransshipmentProblem, unitsPerLane: ArrayLike<number>): number {
  const { sources, destinations, lanes } = problem;
  if (unitsPerLane.length !== lanes.length) {
    throw new RangeError(
      `unitsPerLane has ${unitsPerLane.length} entries; it must have one for each of the ${lanes.length} lanes`,
    );
  }
  const sent = new Float64Array(sources.length);
  const received = new Float64Array(destinations.length);
  let saving = 0;
  lanes.forEach(({ source, destination, costPerUnit, capacityUnits }, index) => {
    const units = unitsPerLane[index]!;
    const name = () => `unitsPerLane[${index}]`;
    checkNonNegative(name, '', units);
    checkAtMost(name, units, capacityUnits ?? Number.POSITIVE_INFINITY);
    sent[source]! += units;
    received[destination]! += units;
    saving -= units * (costPerUnit + (sources[source]!.salvageValuePerUnit ?? 0));
  });
  sent.forEach((units, source) => {
    checkAtMost(() => `units sent by sources[${source}]`, units, sources[source]!.excessUnits);
  });
  received.forEach((units, destination) => {
    const { benefits } = destinations[destination]!;
    checkAtMost(() => `units sent to destinations[${destination}]`, units, absorbableUnits(benefits));
    saving += benefitOf(benefits, units);
  });
  return saving;
}

/** Units beyond which nothing more is of use. */
export function absorbableUnits(benefits: BenefitStep[]): number {
  return benefits.reduce((sum, step) => sum + step.units, 0);
}

/** True when units that leave now arrive with enough days to sell them. */
export function arrivesInTime(problem: TransshipmentProblem, lane: TransshipmentLane): boolean {
  const remaining = problem.sources[lane.source]!.remainingDays ?? Number.POSITIVE_INFINITY;
  const needed = problem.destinations[lane.destination]!.minimumRemainingDays ?? 0;
  return remaining - (lane.transitDays ?? 0) >= needed;
}

/** @throws RangeError naming the first entry that makes no sense */
export function checkTransshipment({ sources, destinations, lanes }: TransshipmentProblem): void {
  checkList('sources', sources);
  checkList('destinations', destinations);
  checkList('lanes', lanes);
  sources.forEach((source, index) => {
    const name = (field: string) => `sources[${index}].${field}`;
    checkNonNegative(name, 'excessUnits', source.excessUnits);
    requireFinite(name('salvageValuePerUnit'), source.salvageValuePerUnit ?? 0);
    checkLimit(name, 'remainingDays', source.remainingDays);
  });
  destinations.forEach((destination, index) => {
    checkNonNegative(
      (field) => `destinations[${index}].${field}`,
      'minimumRemainingDays',
      destination.minimumRemainingDays ?? 0,
    );
    checkBenefits(`destinations[${index}].benefits`, destination.benefits);
  });
  lanes.forEach((lane, index) => {
    const name = (field: string) => `lanes[${index}].${field}`;
    checkIndex(name, 'source', lane.source, sources.length);
    checkIndex(name, 'destination', lane.destination, destinations.length);
    checkNonNegative(name, 'costPerUnit', lane.costPerUnit);
    checkLimit(name, 'capacityUnits', lane.capacityUnits);
    checkNonNegative(name, 'transitDays', lane.transitDays ?? 0);
  });
}

function checkList(name: string, value: unknown): void {
  if (!Array.isArray(value)) throw new RangeError(`${name} is ${value}; it must be a list`);
}

function checkBenefits(name: string, benefits: BenefitStep[]): void {
  checkList(name, benefits);
  benefits.forEach((step, index) => {
    requireNonNegative(`${name}[${index}].units`, step.units);
    requireFinite(`${name}[${index}].valuePerUnit`, step.valuePerUnit);
    const before = benefits[index - 1]?.valuePerUnit ?? Number.POSITIVE_INFINITY;
    if (step.valuePerUnit > before) {
      throw new RangeError(
        `${name}[${index}].valuePerUnit is ${step.valuePerUnit}; it must be at most that of the step before, ${before}`,
      );
    }
  });
}

function benefitOf(benefits: BenefitStep[], units: number): number {
  let left = units;
  let value = 0;
  for (const step of benefits) {
    const used = Math.min(left, step.units);
    value += used * step.valuePerUnit;
    left -= used;
  }
  return value;
}

/** The name of a field, put together only when it is to be blamed: there are many lanes. */
type FieldName = (field: string) => string;

function checkNonNegative(name: FieldName, field: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) requireNonNegative(name(field), value);
}

function checkLimit(name: FieldName, field: string, value: number | undefined): void {
  if (value === undefined || value >= 0) return;
  throw new RangeError(`${name(field)} is ${value}; it must be at least 0 (infinity: no limit)`);
}

function checkIndex(name: FieldName, field: string, value: number, length: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= length) {
    throw new RangeError(`${name(field)} is ${value}; it must be a whole number from 0 to ${length - 1}`);
  }
}

function checkAtMost(name: () => string, value: number, most: number): void {
  // Sums of fractional units round.
  if (value > most * (1 + 1e-9)) throw new RangeError(`${name()} is ${value}; it must be at most ${most}`);
}
