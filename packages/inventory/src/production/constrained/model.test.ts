import { describe, expect, it } from 'vitest';
import type { ConstrainedPlanInput, PlanDemand, PlanOperation, PlanSupplier } from './input.ts';
import { planConstrained } from './plan.ts';

const base = { today: '2031-01-06' };
const plan = (input: Partial<ConstrainedPlanInput>) => planConstrained({ ...base, demands: [], ...input });

describe('a plan refuses', () => {
  const operation = (more: Partial<PlanOperation>) =>
    plan({ operations: [{ id: 'make', produces: [{ item: 'A', quantity: 1 }], fixedDays: 1, ...more }] });
  const supplier = (more: Partial<PlanSupplier>) =>
    plan({ suppliers: [{ item: 'A', supplier: 's', leadDays: 1, ...more }] });
  const demand = (more: Partial<PlanDemand>) =>
    plan({ demands: [{ id: 'o', item: 'A', quantity: 1, due: '2031-01-10', ...more }] });

  it.each([
    [
      'a loop of operations',
      () => plan({ operations: loop('B', 'A') }),
      () => plan({ operations: loop('B', 'C') }),
      'billOfMaterial has the loop A → B → A; an item must not contain itself',
    ],
    [
      'a day that does not exist',
      () => plan({ today: '2031-02-30' }),
      () => plan({ today: '2031-02-28' }),
      "date must be an existing day as 'YYYY-MM-DD', got '2031-02-30'",
    ],
    [
      'a due date that does not exist',
      () => demand({ due: '2031-13-01' }),
      () => demand({ due: '2031-12-01' }),
      "got '2031-13-01'",
    ],
    [
      'a demand of nothing',
      () => demand({ quantity: 0 }),
      () => demand({ quantity: 0.5 }),
      "quantity of demand 'o' is 0; it must be a number from 0.000001",
    ],
    [
      'negative lateness',
      () => demand({ maxLateDays: -1 }),
      () => demand({ maxLateDays: 0 }),
      "maxLateDays of demand 'o' is -1; it must be at least 0",
    ],
    [
      'lateness that is no number',
      () => demand({ maxLateDays: Number.NaN }),
      () => demand({ maxLateDays: 1 }),
      "maxLateDays of demand 'o' is NaN; it must be at least 0",
    ],
    [
      'a negative minimum shipment',
      () => demand({ minimumShipment: -1 }),
      () => demand({ minimumShipment: 0 }),
      "minimumShipment of demand 'o' is -1",
    ],
    [
      'an unknown delivery operation',
      () => demand({ deliveryOperation: 'x' }),
      () => demand({}),
      "deliveryOperation of demand 'o' is 'x'; it must be the id of an operation",
    ],
    [
      'a negative duration',
      () => operation({ fixedDays: -1 }),
      () => operation({ fixedDays: 0 }),
      "fixedDays of operation 'make' is -1",
    ],
    [
      'a negative duration per unit',
      () => operation({ daysPerUnit: -1 }),
      () => operation({ daysPerUnit: 0 }),
      "daysPerUnit of operation 'make' is -1",
    ],
    [
      'a negative safety lead',
      () => operation({ safetyLeadDays: -1 }),
      () => operation({ safetyLeadDays: 0 }),
      "safetyLeadDays of operation 'make' is -1",
    ],
    [
      'a negative minimum',
      () => operation({ minimum: -1 }),
      () => operation({ minimum: 0 }),
      "minimum of operation 'make' is -1",
    ],
    [
      'a multiple of 0',
      () => operation({ multiple: 0 }),
      () => operation({ multiple: 0.1 }),
      "multiple of operation 'make' is 0",
    ],
    [
      'a maximum of 0',
      () => operation({ maximum: 0 }),
      () => operation({ maximum: 0.1 }),
      "maximum of operation 'make' is 0",
    ],
    [
      'a maximum below the minimum',
      () => operation({ minimum: 5, maximum: 4 }),
      () => operation({ minimum: 5, maximum: 5 }),
      "maximum of operation 'make' is 4; it must be at least the smallest order, 5",
    ],
    [
      'a maximum between two multiples',
      () => operation({ minimum: 125, multiple: 100, maximum: 199 }),
      () => operation({ minimum: 125, multiple: 100, maximum: 200 }),
      "maximum of operation 'make' is 199; it must be at least the smallest order, 200",
    ],
    [
      'an output of 0',
      () => operation({ produces: [{ item: 'A', quantity: 0 }] }),
      () => operation({ produces: [{ item: 'A', quantity: 0.1 }] }),
      "quantity of 'A' of operation 'make' is 0",
    ],
    [
      'an input of 0',
      () => operation({ consumes: [{ item: 'B', quantity: 0 }] }),
      () => operation({ consumes: [{ item: 'B', quantity: 0.1 }] }),
      "quantity of 'B' of operation 'make' is 0",
    ],
    [
      'a negative lead time',
      () => supplier({ leadDays: -1 }),
      () => supplier({ leadDays: 0 }),
      "leadDays of supplier 's' of 'A' is -1",
    ],
    [
      'a negative safety lead of a supplier',
      () => supplier({ safetyLeadDays: -1 }),
      () => supplier({ safetyLeadDays: 0 }),
      "safetyLeadDays of supplier 's' of 'A' is -1",
    ],
    [
      'a multiple below 0 of a supplier',
      () => supplier({ multiple: -2 }),
      () => supplier({ multiple: 2 }),
      "multiple of supplier 's' of 'A' is -2",
    ],
    [
      'negative stock',
      () => plan({ onHand: [{ item: 'A', quantity: -1 }] }),
      () => plan({ onHand: [{ item: 'A', quantity: 0 }] }),
      "onHand of 'A' is -1",
    ],
    [
      'a negative receipt',
      () => plan({ confirmedReceipts: [{ item: 'A', date: '2031-01-07', quantity: -1 }] }),
      () => plan({ confirmedReceipts: [{ item: 'A', date: '2031-01-07', quantity: 0 }] }),
      "confirmedReceipts of 'A' on 2031-01-07 is -1",
    ],
    [
      'a negative consumption',
      () => plan({ confirmedConsumption: [{ item: 'A', date: '2031-01-07', quantity: -1 }] }),
      () => plan({ confirmedConsumption: [{ item: 'A', date: '2031-01-07', quantity: 0 }] }),
      "confirmedConsumption of 'A' on 2031-01-07 is -1",
    ],
    [
      'a negative safety stock',
      () => plan({ safetyStock: [{ item: 'A', quantity: -1 }] }),
      () => plan({ safetyStock: [{ item: 'A', quantity: 0 }] }),
      "safetyStock of 'A' is -1",
    ],
    [
      'a period of cover of 0',
      () => plan({ periodOfCover: [{ item: 'A', days: 0 }] }),
      () => plan({ periodOfCover: [{ item: 'A', days: 1 }] }),
      "periodOfCover of 'A' is 0",
    ],
    [
      'a number too large to be exact',
      () => plan({ demands: [{ ...order('o'), quantity: 1e9 }] }),
      () => plan({ demands: [{ ...order('o'), quantity: 1e8 }] }),
      "quantity of demand 'o' is 1000000000; it must be a number from 0.000001 to 100000000",
    ],
    [
      'a quantity per unit too large to be exact',
      () => plan({ operations: [{ id: 'm', produces: [{ item: 'A', quantity: 1e7 }], fixedDays: 0 }] }),
      () => plan({ operations: [{ id: 'm', produces: [{ item: 'A', quantity: 1e6 }], fixedDays: 0 }] }),
      "quantity of 'A' of operation 'm' is 10000000; it must be a number from 0.000001 to 1000000",
    ],
    [
      'a priority that is no number',
      () => plan({ demands: [{ ...order('o'), priority: Number.NaN }] }),
      () => plan({ demands: [{ ...order('o'), priority: -1 }] }),
      "priority of demand 'o' is NaN; it must be a finite number",
    ],
    [
      'a lead time beyond the calendar',
      () => supplier({ leadDays: 100_001 }),
      () => supplier({ leadDays: 100_000 }),
      "leadDays of supplier 's' of 'A' is 100001; it must be a number from 0 to 100000",
    ],
    [
      'more orders for one need than 10,000',
      () => supplied({ maximum: 0.5 }, 5001),
      () => supplied({ maximum: 0.5 }, 5000),
      "quantity of 'A' to order is 5001; it must be at most what 10000 orders bring",
    ],
    [
      'more levels than 200',
      () => plan({ operations: chain(201) }),
      () => plan({ operations: chain(200), demands: [{ ...order('o'), item: 'level 0' }] }),
      'operations make products of 201 levels; there must be at most 200',
    ],
    [
      'more ways through the bills than can be followed',
      () => plan({ operations: ladder(20), demands: [{ ...order('o'), item: 'rung 0' }] }),
      () => plan({ operations: ladder(8), demands: [{ ...order('o'), item: 'rung 0' }] }),
      'is tried more than 50000 times for one demand or stock',
    ],
    [
      'two demands of one id',
      () => plan({ demands: [order('o'), order('o')] }),
      () => plan({ demands: [order('o'), order('p')] }),
      "demands: id is 'o' twice; each id must occur once",
    ],
    [
      'two operations of one id',
      () => plan({ operations: [...loop('B', 'C'), ...loop('B', 'C')] }),
      () => plan({ operations: loop('B', 'C') }),
      "operations: id is 'make A' twice; each id must occur once",
    ],
  ])('%s, but not its nearest valid twin', (_, refused, accepted, message) => {
    expect(refused).toThrow(RangeError);
    expect(refused).toThrow(message);
    expect(accepted().demands).toBeInstanceOf(Array);
  });
});

/** A is made from one item, B from another. */
function loop(ofA: string, ofB: string): PlanOperation[] {
  const make = (item: string, from: string): PlanOperation => ({
    id: `make ${item}`,
    produces: [{ item, quantity: 1 }],
    consumes: [{ item: from, quantity: 1 }],
    fixedDays: 1,
  });
  return [make('A', ofA), make('B', ofB)];
}

function order(id: string): PlanDemand {
  return { id, item: 'A', quantity: 1, due: '2031-01-10' };
}

function supplied(sizes: { maximum: number }, quantity: number) {
  return planConstrained({
    today: '2031-01-06',
    suppliers: [{ item: 'A', supplier: 's', leadDays: 0, ...sizes }],
    demands: [{ ...order('o'), quantity }],
  });
}

/** Items of a number of levels, each made of the next. */
function chain(levels: number): PlanOperation[] {
  return Array.from({ length: levels }, (_, level) => ({
    id: `make ${level}`,
    produces: [{ item: `level ${level}`, quantity: 1 }],
    ...(level < levels - 1 ? { consumes: [{ item: `level ${level + 1}`, quantity: 1 }] } : {}),
    fixedDays: 0,
  }));
}

/** Each rung is made of two parts, both of the next rung: 2 ^ rungs ways from top to bottom. */
function ladder(rungs: number): PlanOperation[] {
  const made = (item: string, parts: string[]): PlanOperation => ({
    id: `make ${item}`,
    produces: [{ item, quantity: 1 }],
    consumes: parts.map((part) => ({ item: part, quantity: 1 })),
    fixedDays: 0,
  });
  const rung = (at: number) => [
    made(`rung ${at}`, [`left ${at}`, `right ${at}`]),
    made(`left ${at}`, [`rung ${at + 1}`]),
    made(`right ${at}`, [`rung ${at + 1}`]),
  ];
  return [...Array.from({ length: rungs }, (_, at) => rung(at)).flat(), made(`rung ${rungs}`, [])];
}
