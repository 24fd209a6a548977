import { requireFinite, requirePositive } from '@granary/statistics';
import { type DayNumber, dayNumberOf } from '../../simulation/calendar.ts';
import { type BillOfMaterialItem, indexBillOfMaterial } from '../bill-of-material.ts';
import type {
  ConstrainedPlanInput,
  DatedItemQuantity,
  OrderSizes,
  PlanDemand,
  PlanOperation,
  PlanSupplier,
} from './input.ts';
import { sizeUp } from './order-sizes.ts';

/** Quantities are exact to a ten-millionth of a unit: below and above these they would not be. */
const SMALLEST = 1e-6;
const LARGEST = 1e8;
const LARGEST_PER_UNIT = 1e6;

/** 273 years: dates beyond the year 9999 cannot be written. */
const LONGEST_DAYS = 100_000;

/** Levels of the bill of material: planning goes down them by recursion. */
const MOST_LEVELS = 200;

/** One way to obtain an item. */
export type Source =
  | { kind: 'make'; operation: PlanOperation; perUnit: number }
  | { kind: 'buy'; supplier: PlanSupplier };

/** A demand with its dates as day numbers. */
export interface OpenDemand {
  demand: PlanDemand;
  due: DayNumber;
  lastDay: DayNumber;
  minimumShipment: number;
  delivery: PlanOperation | undefined;
}

/** The input, checked, with everything looked up by item. */
export interface PlanningModel {
  today: DayNumber;
  constrained: boolean;
  newOrdersAllowed: boolean;
  /** every item before its components */
  items: string[];
  sources: ReadonlyMap<string, Source[]>;
  /** levels by item, each from a day on, in the order of the days */
  safetyStock: ReadonlyMap<string, { from: DayNumber; quantity: number }[]>;
  coverDays: ReadonlyMap<string, number>;
  /** in the order in which they are planned */
  demands: OpenDemand[];
}

/** @throws RangeError that names field, value and range; items made from themselves are named in a loop */
export function planningModel(input: ConstrainedPlanInput): PlanningModel {
  const { operations = [], suppliers = [], demands, safetyStock = [], periodOfCover = [] } = input;
  requireUnique('operations', operations);
  requireUnique('demands', demands);
  for (const operation of operations) requireOperation(operation);
  for (const supplier of suppliers) requireSupplier(supplier);
  for (const { item, quantity } of input.onHand ?? [])
    requireBetween(`onHand of '${item}'`, quantity, 0, LARGEST);
  requireDated('confirmedReceipts', input.confirmedReceipts);
  requireDated('confirmedConsumption', input.confirmedConsumption);
  const sources = sourcesByItem(operations, suppliers);
  const levels = new Map<string, { from: DayNumber; quantity: number }[]>();
  for (const { item, from, quantity } of safetyStock) {
    requireBetween(`safetyStock of '${item}'`, quantity, 0, LARGEST);
    const day = from === undefined ? Number.NEGATIVE_INFINITY : dayNumberOf(from);
    levels.set(
      item,
      [...(levels.get(item) ?? []), { from: day, quantity }].sort((a, b) => a.from - b.from),
    );
  }
  for (const { item, days } of periodOfCover) requirePositive(`periodOfCover of '${item}'`, days);
  return {
    today: dayNumberOf(input.today),
    constrained: (input.mode ?? 'constrained') === 'constrained',
    newOrdersAllowed: input.newOrdersAllowed ?? true,
    items: parentsFirst(input),
    sources,
    safetyStock: levels,
    coverDays: new Map(periodOfCover.map(({ item, days }) => [item, days])),
    demands: demands.map((demand) => openDemand(demand, operations)).sort(inPlanningOrder),
  };
}

/** By priority, then due date, then the smaller quantity; the id decides between equals. */
function inPlanningOrder(one: OpenDemand, other: OpenDemand): number {
  return (
    (one.demand.priority ?? 1) - (other.demand.priority ?? 1) ||
    one.due - other.due ||
    one.demand.quantity - other.demand.quantity ||
    (one.demand.id < other.demand.id ? -1 : 1)
  );
}

function openDemand(demand: PlanDemand, operations: readonly PlanOperation[]): OpenDemand {
  const { id, item, quantity, minimumShipment = 0, maxLateDays = Number.POSITIVE_INFINITY } = demand;
  requireFinite(`priority of demand '${id}'`, demand.priority ?? 1);
  requireBetween(`quantity of demand '${id}'`, quantity, SMALLEST, LARGEST);
  requireBetween(`minimumShipment of demand '${id}'`, minimumShipment, 0, LARGEST);
  if (!(maxLateDays >= 0)) {
    throw new RangeError(`maxLateDays of demand '${id}' is ${maxLateDays}; it must be at least 0`);
  }
  const due = dayNumberOf(demand.due);
  const named = operations.find((operation) => operation.id === demand.deliveryOperation);
  if (demand.deliveryOperation !== undefined && !named) {
    throw new RangeError(
      `deliveryOperation of demand '${id}' is '${demand.deliveryOperation}'; it must be the id of an operation`,
    );
  }
  const delivers = ({ produces = [], consumes = [] }: PlanOperation) =>
    produces.length === 0 && consumes.some((input) => input.item === item);
  return {
    demand,
    due,
    lastDay: due + maxLateDays,
    minimumShipment,
    delivery: named ?? operations.find(delivers),
  };
}

function sourcesByItem(operations: readonly PlanOperation[], suppliers: readonly PlanSupplier[]) {
  const sources = new Map<string, { source: Source; priority: number }[]>();
  const add = (item: string, source: Source, priority = 1) => {
    sources.set(item, [...(sources.get(item) ?? []), { source, priority }]);
  };
  for (const operation of operations) {
    for (const { item, quantity } of operation.produces ?? []) {
      add(item, { kind: 'make', operation, perUnit: quantity }, operation.priority);
    }
  }
  for (const supplier of suppliers) add(supplier.item, { kind: 'buy', supplier }, supplier.priority);
  return new Map(
    [...sources].map(([item, found]) => [
      item,
      found.sort((one, other) => one.priority - other.priority).map(({ source }) => source),
    ]),
  );
}

function parentsFirst(input: ConstrainedPlanInput): string[] {
  const components = new Map<string, Map<string, number>>();
  const mention = (item: string) => {
    const found = components.get(item) ?? new Map<string, number>();
    components.set(item, found);
    return found;
  };
  for (const { produces = [], consumes = [] } of input.operations ?? []) {
    for (const made of produces) {
      for (const used of consumes) mention(made.item).set(used.item, used.quantity);
    }
    for (const used of consumes) mention(used.item);
    for (const made of produces) mention(made.item);
  }
  const others = [
    input.onHand,
    input.suppliers,
    input.confirmedReceipts,
    input.confirmedConsumption,
    input.demands,
    input.safetyStock,
    input.periodOfCover,
  ];
  for (const list of others) for (const { item } of list ?? []) mention(item);
  const items: BillOfMaterialItem[] = [...components].map(([id, lines]) => ({
    id,
    billOfMaterial: [...lines].map(([component, quantityPer]) => ({ component, quantityPer })),
  }));
  const { lowLevelCode, parentsFirst } = indexBillOfMaterial(items);
  const levels = lowLevelCode.reduce((most, code) => Math.max(most, code + 1), 0);
  if (levels > MOST_LEVELS) {
    throw new RangeError(
      `operations make products of ${levels} levels; there must be at most ${MOST_LEVELS}, since each is planned within the one above`,
    );
  }
  return [...parentsFirst].map((index) => items[index]!.id);
}

function requireUnique(place: string, list: readonly { id: string }[]): void {
  const seen = new Set<string>();
  for (const { id } of list) {
    if (seen.has(id)) throw new RangeError(`${place}: id is '${id}' twice; each id must occur once`);
    seen.add(id);
  }
}

function requireOperation(operation: PlanOperation): void {
  const place = `of operation '${operation.id}'`;
  requireBetween(`fixedDays ${place}`, operation.fixedDays, 0, LONGEST_DAYS);
  requireBetween(`daysPerUnit ${place}`, operation.daysPerUnit ?? 0, 0, LONGEST_DAYS);
  requireBetween(`safetyLeadDays ${place}`, operation.safetyLeadDays ?? 0, 0, LONGEST_DAYS);
  requireSizes(operation, place);
  for (const { item, quantity } of [...(operation.produces ?? []), ...(operation.consumes ?? [])]) {
    requireBetween(`quantity of '${item}' ${place}`, quantity, SMALLEST, LARGEST_PER_UNIT);
  }
}

function requireSupplier(supplier: PlanSupplier): void {
  const place = `of supplier '${supplier.supplier}' of '${supplier.item}'`;
  requireBetween(`leadDays ${place}`, supplier.leadDays, 0, LONGEST_DAYS);
  requireBetween(`safetyLeadDays ${place}`, supplier.safetyLeadDays ?? 0, 0, LONGEST_DAYS);
  requireSizes(supplier, place);
}

function requireSizes({ minimum, multiple, maximum, priority }: OrderSizes, place: string): void {
  requireFinite(`priority ${place}`, priority ?? 1);
  if (minimum !== undefined) requireBetween(`minimum ${place}`, minimum, 0, LARGEST);
  if (multiple !== undefined) requireBetween(`multiple ${place}`, multiple, SMALLEST, LARGEST);
  if (maximum === undefined) return;
  if (maximum === Number.POSITIVE_INFINITY) return;
  requireBetween(`maximum ${place}`, maximum, SMALLEST, Number.MAX_VALUE);
  const least = sizeUp(
    { ...(minimum === undefined ? {} : { minimum }), ...(multiple ? { multiple } : {}) },
    multiple ?? 0,
  );
  if (maximum < least) {
    throw new RangeError(`maximum ${place} is ${maximum}; it must be at least the smallest order, ${least}`);
  }
}

function requireBetween(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new RangeError(`${name} is ${value}; it must be a number from ${least} to ${most}`);
}

function requireDated(place: string, list: readonly DatedItemQuantity[] = []): void {
  for (const { item, date, quantity } of list) {
    requireBetween(`${place} of '${item}' on ${date}`, quantity, 0, LARGEST);
  }
}
