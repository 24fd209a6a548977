import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionMessages } from './action-messages.ts';
import { type ConstrainedPlanInput, planConstrained } from './constrained/index.ts';
import { demandServed } from './demand-served.ts';
import { explodeRequirements, type RequirementsInput } from './explosion.ts';
import { lateDemands } from './lateness.ts';
import { pegPlan } from './pegging.ts';
import { requirementsTable } from './requirements-table.ts';

/** Each folder tells a story, worked by hand, with the input and the whole plan it ends in. */
const folder = resolve(import.meta.dirname, '../../scenarios');

type Scenario =
  | ({ method: 'requirements' } & RequirementsInput)
  | ({ method: 'constrained' } & ConstrainedPlanInput);

describe.each(readdirSync(folder))('the story %s', (name) => {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, name, file), 'utf8'));

  it('ends as it says', () => {
    const input: Scenario = read('input.json');
    const got = input.method === 'requirements' ? requirements(input) : constrained(input);
    expect(got).toEqual(read('expected.json'));
  });

  it('is told in words', () => {
    expect(readFileSync(join(folder, name, 'story.md'), 'utf8')).toMatch(/^# .+\n\n(.+\n+){2}/);
  });
});

function requirements(input: RequirementsInput) {
  const plan = explodeRequirements(input);
  const pegged = pegPlan(plan);
  const tables = plan.items.map(({ id }) => requirementsTable(plan, id));
  return {
    gross: Object.fromEntries(tables.map(({ item, gross }) => [item, gross])),
    projectedOnHand: Object.fromEntries(tables.map(({ item, projectedOnHand }) => [item, projectedOnHand])),
    // item, release, receipt, started, received, for safety stock, excess, and the demands served
    orders: pegged.orders.map((order) => [
      order.item,
      order.releasePeriod,
      order.receiptPeriod,
      order.started,
      order.receipt,
      order.forSafetyStock,
      order.excessOfLot,
      demandServed(order).map(({ item, period, quantity }) => [item, period, rounded(quantity)]),
    ]),
    late: lateDemands(pegged).map(({ reason }) => reason),
    messages: actionMessages(plan).map((each) => [
      each.kind,
      each.item,
      each.period,
      each.quantity,
      each.neededIn,
    ]),
  };
}

function constrained(input: ConstrainedPlanInput) {
  const { demands, orders, problems } = planConstrained(input);
  const byDemand = <T>(value: (each: (typeof demands)[number]) => T) =>
    Object.fromEntries(demands.map((each) => [each.demand, value(each)]));
  return {
    deliveries: byDemand(({ deliveries }) => deliveries.map(({ date, quantity }) => [date, quantity])),
    short: byDemand(({ short }) => short),
    // operation or supplier, start, end, quantity, units served by demand, and the excess where there is any
    orders: orders
      .filter(({ kind }) => kind !== 'deliver')
      .map((order) => [
        order.operation ?? order.supplier,
        order.start,
        order.end,
        order.quantity,
        Object.fromEntries(order.demands.map(({ demand, quantity }) => [demand, rounded(quantity)])),
        ...(order.excess > 0 ? [order.excess] : []),
      ]),
    reasons: byDemand(({ constraints }) => constraints.map(({ sentence }) => sentence)),
    problems: problems.map(({ sentence }) => sentence),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
