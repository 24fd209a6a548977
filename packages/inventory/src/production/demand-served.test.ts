import { describe, expect, it } from 'vitest';
import { demandServed } from './demand-served.ts';
import { explodeRequirements, type RequirementsItem } from './explosion.ts';
import { lateDemands } from './lateness.ts';
import { pegPlan } from './pegging.ts';

const pegged = (items: RequirementsItem[]) =>
  pegPlan(explodeRequirements({ periods: 3, items, wholeUnits: false }));

/** Every rung takes half a left and half a right part, both made of the next rung: 2 ^ rungs ways down. */
function ladder(rungs: number): RequirementsItem[] {
  const parts = Array.from({ length: rungs }, (_, at): RequirementsItem[] => [
    {
      id: `rung ${at}`,
      leadTimePeriods: 0,
      billOfMaterial: [
        { component: `left ${at}`, quantityPer: 0.5 },
        { component: `right ${at}`, quantityPer: 0.5 },
      ],
      ...(at === 0 ? { independentDemand: [{ period: 2, quantity: 8 }] } : {}),
    },
    ...['left', 'right'].map((side) => ({
      id: `${side} ${at}`,
      leadTimePeriods: 0,
      billOfMaterial: [{ component: `rung ${at + 1}`, quantityPer: 1 }],
    })),
  ]);
  return [...parts.flat(), { id: `rung ${rungs}`, leadTimePeriods: 3 }];
}

describe('demandServed', () => {
  it('tells a demand once that a million ways lead to', () => {
    const plan = pegged(ladder(20));
    const lowest = plan.orders.find(({ item }) => item === 'rung 20');
    const served = lowest ? demandServed(lowest) : [];
    expect(served.map(({ item, period, quantity }) => [item, period, quantity])).toEqual([['rung 0', 2, 8]]);
    // Of every rung and one part between each two.
    expect(served[0]?.via).toHaveLength(41);
    expect([served[0]?.via[0]?.item, served[0]?.via.at(-1)?.item]).toEqual(['rung 20', 'rung 0']);
  });

  it('follows a chain of 10,000 levels', () => {
    const plan = pegged(
      Array.from({ length: 10_000 }, (_, level) => ({
        id: `level ${level}`,
        leadTimePeriods: 1,
        ...(level === 0 ? { independentDemand: [{ period: 2, quantity: 5 }] } : {}),
        ...(level < 9999 ? { billOfMaterial: [{ component: `level ${level + 1}`, quantityPer: 1 }] } : {}),
      })),
    );
    const lowest = plan.orders.at(-1);
    expect(lowest && demandServed(lowest).map(({ quantity, via }) => [quantity, via.length])).toEqual([
      [5, 10_000],
    ]);
    expect(lateDemands(plan)[0]).toMatchObject({ earliestPeriod: 10_001, lateQuantity: 5 });
  });

  it('counts a component that stands twice in one bill once, and the orders of one part together', () => {
    const { orders } = pegged([
      {
        id: 'A',
        leadTimePeriods: 0,
        independentDemand: [{ period: 3, quantity: 6 }],
        billOfMaterial: [
          { component: 'B', quantityPer: 1 },
          { component: 'B', quantityPer: 2 },
        ],
      },
      // Of the 18 that A takes 12 are wanted of the first order, which the workshop's need of period 1 placed.
      {
        id: 'B',
        leadTimePeriods: 0,
        independentDemand: [{ period: 1, quantity: 1 }],
        lotRule: { kind: 'minimum-and-multiple', minimum: 13 },
      },
    ]);
    const ofB = orders.filter(({ item }) => item === 'B');
    expect(ofB.map((order) => demandServed(order).map(({ item, quantity }) => [item, quantity]))).toEqual([
      [
        ['B', 1],
        ['A', 4],
      ],
      [['A', 2]],
    ]);
  });

  it('sorts by period, then by item, and leaves out what stock serves', () => {
    const parent = (id: string, period: number): RequirementsItem => ({
      id,
      leadTimePeriods: 0,
      independentDemand: [{ period, quantity: 1 }],
      billOfMaterial: [{ component: 'screw', quantityPer: 2 }],
    });
    const { orders } = pegged([
      parent('z', 2),
      parent('y', 2),
      parent('x', 1),
      {
        id: 'screw',
        leadTimePeriods: 0,
        onHand: 1,
        lotRule: { kind: 'fixed-order-quantity', quantity: 10 },
      },
    ]);
    const screws = orders.find(({ item }) => item === 'screw');
    expect(screws && demandServed(screws).map(({ item, quantity }) => [item, quantity])).toEqual([
      ['x', 0.5],
      ['y', 1],
      ['z', 1],
    ]);
  });
});
