import type {
  ConstrainedPlanInput,
  DatedItemQuantity,
  ItemPerUnit,
  OrderSizes,
  PlanDemand,
  PlanOperation,
  PlanSafetyStock,
} from '../../production/index.ts';
import { isObject } from '../case.ts';
import type { Inputs } from '../inputs.ts';

/** The item of cases that have one supply and one demand and do not name it. */
const ONLY_ITEM = 'item';

/** Names under which a number may stand. */
const LEAD_DAYS = ['lead_days', 'lead_time_days'];
const SAFETY_LEAD_DAYS = ['safety_lead_days', 'post_operation_days'];
const COVER_DAYS = ['period_of_cover_days', 'period_of_cover'];
const SAFETY_STOCK = ['safety_stock', 'minimum_stock'];

/** Deliveries a demand is split into at most where a case does not limit them, as in the source of the cases. */
const USUAL_SHIPMENTS = 10;

export function readPlanInput(inputs: Inputs): ConstrainedPlanInput {
  const mode = inputs.optionalText('mode') ?? 'constrained';
  if (mode !== 'constrained' && mode !== 'unconstrained') {
    throw new RangeError(`mode is '${mode}'; it must be constrained or unconstrained`);
  }
  const policy = inputs.optionalObject('policy');
  const supply = list(inputs, 'supply');
  const items = supply.map((each) => each.optionalText('item') ?? ONLY_ITEM);
  const single = inputs.optionalObject('demand');
  const suppliers = list(inputs, 'suppliers');
  const operations = list(inputs, 'operations');
  const demands = [...(single ? [single] : []), ...list(inputs, 'demands')];
  const buffers = list(inputs, 'buffers');
  const wantedItems = [...new Set(demands.map((each) => each.optionalText('item') ?? items[0] ?? ONLY_ITEM))];
  return {
    today: inputs.text('today'),
    mode,
    newOrdersAllowed: !inputs.flag('no_new_orders', false),
    onHand: [
      ...quantities(inputs.raw('on_hand'), 'on_hand'),
      ...buffers.map((each) => ({
        item: each.text('item'),
        quantity: each.optionalNumber('on_hand') ?? 0,
      })),
      ...supply.map((each, at) => ({ item: items[at]!, quantity: each.optionalNumber('on_hand') ?? 0 })),
    ],
    operations: operations.map(readOperation),
    suppliers: suppliers.map((each) => ({
      item: each.text('item'),
      supplier: each.text('supplier'),
      leadDays: firstNumber(each, LEAD_DAYS) ?? each.number('lead_days'),
      safetyLeadDays: firstNumber(each, SAFETY_LEAD_DAYS) ?? 0,
      ...readSizes(each),
    })),
    confirmedReceipts: [
      ...dated(inputs, 'confirmed_receipts'),
      ...supply.flatMap((each, at) => readReceipts(each, items[at]!)),
    ],
    confirmedConsumption: dated(inputs, 'confirmed_consumption'),
    demands: demands.map((each) => readDemand(each, policy, items[0] ?? ONLY_ITEM)),
    safetyStock: [
      ...readSafetyStock(firstRaw(inputs, SAFETY_STOCK), wantedItems[0] ?? ONLY_ITEM),
      ...buffers.flatMap((each) => readSafetyStock(firstRaw(each, SAFETY_STOCK), each.text('item'))),
    ],
    periodOfCover: [
      ...readCover(firstRaw(inputs, COVER_DAYS), wantedItems),
      ...[...suppliers, ...operations, ...buffers].flatMap(coverOf),
    ],
  };
}

function firstNumber(source: Inputs, names: string[]): number | undefined {
  return source.optionalNumber(names.find((name) => source.has(name)) ?? names[0]!);
}

function firstRaw(source: Inputs, names: string[]): unknown {
  return source.raw(names.find((name) => source.has(name)) ?? names[0]!);
}

function list(inputs: Inputs, name: string): Inputs[] {
  inputs.raw(name);
  return inputs.has(name) ? inputs.objects(name) : [];
}

function readSizes(source: Inputs): OrderSizes {
  const minimum = source.optionalNumber('min_qty');
  const multiple = source.optionalNumber('multiple');
  const maximum = source.optionalNumber('max_qty');
  return {
    priority: source.optionalNumber('priority') ?? 1,
    ...(minimum === undefined ? {} : { minimum }),
    ...(multiple === undefined ? {} : { multiple }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

function readOperation(operation: Inputs): PlanOperation {
  return {
    id: operation.text('id'),
    produces: perUnit(operation.raw('produces'), 'produces'),
    consumes: perUnit(operation.raw('consumes_at_start'), 'consumes_at_start'),
    ...readDuration(operation.raw('duration_days') ?? 0),
    safetyLeadDays: firstNumber(operation, SAFETY_LEAD_DAYS) ?? 0,
    ...readSizes(operation),
  };
}

/** A number of days, or a formula such as '1 + 0.5*qty'. */
function readDuration(value: unknown): { fixedDays: number; daysPerUnit: number } {
  const duration = { fixedDays: 0, daysPerUnit: 0 };
  for (const term of String(value).split('+')) {
    const factors = term.split('*').map((factor) => factor.trim());
    const numbers = factors.filter((factor) => factor !== 'qty').map(Number);
    const days = numbers.reduce((product, number) => product * number, 1);
    if (factors.length > 2 || factors.includes('') || Number.isNaN(days)) {
      throw new RangeError(
        `duration_days is ${JSON.stringify(value)}; it must be days, as 7 or '1 + 0.5*qty'`,
      );
    }
    if (factors.includes('qty')) duration.daysPerUnit += days;
    else duration.fixedDays += days;
  }
  return duration;
}

function readDemand(demand: Inputs, policy: Inputs | undefined, onlyItem: string): PlanDemand {
  const own = demand.optionalObject('policy');
  const limit = (name: string) =>
    demand.optionalNumber(name) ?? own?.optionalNumber(name) ?? policy?.optionalNumber(name);
  const quantity = demand.number('qty');
  const maxLateDays = limit('max_late_days');
  const deliveryOperation = demand.optionalText('operation');
  return {
    id: demand.optionalText('id') ?? 'demand',
    item: demand.optionalText('item') ?? onlyItem,
    quantity,
    due: demand.text('due'),
    priority: demand.optionalNumber('priority') ?? 1,
    minimumShipment: limit('min_shipment') ?? Math.floor(quantity / USUAL_SHIPMENTS),
    ...(maxLateDays === undefined ? {} : { maxLateDays }),
    ...(deliveryOperation === undefined ? {} : { deliveryOperation }),
  };
}

function dated(inputs: Inputs, name: string): DatedItemQuantity[] {
  return list(inputs, name).map((each) => ({
    item: each.text('item'),
    date: each.text('date'),
    quantity: each.number('qty'),
  }));
}

/** `receipt: [date, quantity]`, or a list of such under `receipts`. */
function readReceipts(supply: Inputs, item: string): DatedItemQuantity[] {
  const one = supply.raw('receipt');
  const more = supply.raw('receipts');
  const pairs = [...(one === undefined ? [] : [one]), ...(Array.isArray(more) ? more : [])];
  return pairs.map((pair) => ({ item, ...datedQuantity(pair, 'receipt') }));
}

/** `[date, quantity]` or `{ date, qty }`; a safety stock may call its date `from` or `start`. */
function datedQuantity(value: unknown, place: string): { date: string; quantity: number } {
  const fields: Record<string, unknown> = Array.isArray(value)
    ? { date: value[0], qty: value[1] }
    : isObject(value)
      ? value
      : {};
  const date = fields.date ?? fields.from ?? fields.start;
  const quantity = fields.qty ?? fields.quantity ?? fields.value;
  if (typeof date === 'string' && typeof quantity === 'number') return { date, quantity };
  throw new RangeError(`${place} is ${JSON.stringify(value)}; it must be a date and a quantity`);
}

/**
 * Per item a number, or quantities each from a date on; or a list of objects that name the item. Without an
 * item it is that of the one given.
 */
function readSafetyStock(value: unknown, onlyItem: string): PlanSafetyStock[] {
  if (value === undefined || value === null) return [];
  const place = 'safety_stock';
  const levels = (item: string, level: unknown): PlanSafetyStock[] => {
    if (typeof level === 'number') return [{ item, quantity: level }];
    return (Array.isArray(level) ? level : [level]).map((each) => {
      const { date, quantity } = datedQuantity(each, `${place} of '${item}'`);
      return { item, from: date, quantity };
    });
  };
  const named = (each: unknown) => isObject(each) && each.item !== undefined;
  if (typeof value === 'number') return levels(onlyItem, value);
  if (Array.isArray(value) && !value.some(named)) return levels(onlyItem, value);
  if (isObject(value)) return Object.entries(value).flatMap(([item, level]) => levels(item, level));
  if (!Array.isArray(value)) throw new RangeError(`${place} is ${JSON.stringify(value)}; it must be by item`);
  return value.flatMap((each): PlanSafetyStock[] => {
    if (!isObject(each) || typeof each.item !== 'string') {
      throw new RangeError(`${place} is ${JSON.stringify(each)}; it must name its item`);
    }
    const { item, levels: phased } = each;
    if (phased !== undefined) return levels(item, phased);
    const always = each.date ?? each.from ?? each.start;
    return levels(item, always === undefined ? (each.qty ?? each.quantity) : each);
  });
}

/** Of the whole case: one number for all items demanded, or days by item. */
function readCover(value: unknown, items: string[]) {
  if (typeof value === 'number') return items.map((item) => ({ item, days: value }));
  return quantities(value, 'period_of_cover_days').map(({ item, quantity }) => ({ item, days: quantity }));
}

/** The period of cover of what a supplier sells or an operation makes. */
function coverOf(source: Inputs) {
  const days = firstNumber(source, COVER_DAYS);
  if (days === undefined) return [];
  const bought = source.raw('item');
  const items =
    typeof bought === 'string'
      ? [bought]
      : perUnit(source.raw('produces'), 'produces').map(({ item }) => item);
  return items.map((item) => ({ item, days }));
}

/** `{ item: quantity }`, absent for none. */
function quantities(value: unknown, place: string): ItemPerUnit[] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) throw new RangeError(`${place} is ${JSON.stringify(value)}; it must be by item`);
  return Object.entries(value).map(([item, quantity]) => {
    if (typeof quantity === 'number') return { item, quantity };
    throw new RangeError(`${place} of '${item}' is ${JSON.stringify(quantity)}; it must be a number`);
  });
}

/** As `quantities`; a list `[{ item, qty }]` says the same. */
function perUnit(value: unknown, place: string): ItemPerUnit[] {
  if (!Array.isArray(value)) return quantities(value, place);
  return value.map((each: unknown) => {
    if (isObject(each) && typeof each.item === 'string' && typeof each.qty === 'number') {
      return { item: each.item, quantity: each.qty };
    }
    throw new RangeError(`${place} is ${JSON.stringify(each)}; it must be an item and a quantity`);
  });
}
