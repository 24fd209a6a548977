import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FixedCostLane,
  fixedCostTransshipmentSaving,
  planTransshipmentWithFixedCosts,
} from './fixed-cost-transshipment.ts';
import { transshipments } from './testing/transshipments.ts';
import { planTransshipment } from './transshipment.ts';
import type { TransshipmentProblem } from './transshipment-problem.ts';

type Problem = TransshipmentProblem<FixedCostLane>;

const oneLane = (fixedCost: number): Problem => ({
  sources: [{ excessUnits: 10 }],
  destinations: [{ benefits: [{ units: 10, valuePerUnit: 5 }] }],
  lanes: [{ source: 0, destination: 0, costPerUnit: 1, fixedCost }],
});

/** Every set of lanes, its fixed costs paid, and the best flow on it. */
function byEnumeration(problem: Problem): number {
  let best = 0;
  for (let set = 1; set < 1 << problem.lanes.length; set++) {
    const lanes = problem.lanes.filter((_, lane) => (set >> lane) & 1);
    const fixedCosts = lanes.reduce((sum, lane) => sum + lane.fixedCost, 0);
    best = Math.max(best, planTransshipment({ ...problem, lanes }).netSaving - fixedCosts);
  }
  return best;
}

const fixedCostProblems = (): fc.Arbitrary<Problem> =>
  transshipments({ mostPlaces: 3 }).chain((problem) => {
    const lanes = problem.lanes.slice(0, 7);
    return fc.array(fc.nat(60), { minLength: lanes.length, maxLength: lanes.length }).map((costs) => ({
      ...problem,
      lanes: lanes.map((lane, index) => ({ ...lane, fixedCost: costs[index]! })),
    }));
  });

describe('planTransshipmentWithFixedCosts', () => {
  it('uses a lane that earns its fixed cost: 10 × (5 − 1) − 30 = 10', () => {
    expect(planTransshipmentWithFixedCosts(oneLane(30))).toEqual({
      shipments: [{ lane: 0, source: 0, destination: 0, units: 10 }],
      netSaving: 10,
      savingBound: 10,
      isProvedBest: true,
      nodes: 1,
      lanesTooSlow: [],
    });
  });

  it.each([40, 41])('leaves a lane closed that earns at most its fixed cost of %d', (fixedCost) => {
    const plan = planTransshipmentWithFixedCosts(oneLane(fixedCost));
    expect(plan.shipments).toEqual([]);
    expect(plan.netSaving).toBe(0);
    expect(plan.isProvedBest).toBe(true);
  });

  it('bundles: one truck at 30 carries what two cheaper ways would bring dearer', () => {
    const plan = planTransshipmentWithFixedCosts({
      sources: [{ excessUnits: 12 }, { excessUnits: 6 }],
      destinations: [{ benefits: [{ units: 12, valuePerUnit: 10 }] }],
      lanes: [
        { source: 0, destination: 0, costPerUnit: 2, fixedCost: 30 },
        { source: 1, destination: 0, costPerUnit: 1, fixedCost: 25 },
      ],
    });
    // alone 12 × 8 − 30 = 66; both 6 × 9 + 6 × 8 − 55 = 47; the second alone 6 × 9 − 25 = 29
    expect(plan.netSaving).toBe(66);
    expect(plan.shipments.map(({ lane, units }) => [lane, units])).toEqual([[0, 12]]);
  });

  it('tells the lanes that are too slow', () => {
    const problem = oneLane(0);
    problem.sources[0]!.remainingDays = 1;
    problem.lanes[0]!.transitDays = 2;
    const plan = planTransshipmentWithFixedCosts(problem);
    expect([plan.netSaving, plan.lanesTooSlow]).toEqual([0, [0]]);
  });

  it('saves what trying every set of lanes saves', () => {
    fc.assert(
      fc.property(fixedCostProblems(), (problem) => {
        const plan = planTransshipmentWithFixedCosts(problem);
        expect(plan.netSaving).toBeCloseTo(byEnumeration(problem), 6);
        expect(plan.isProvedBest).toBe(true);
        expect(plan.savingBound).toBeCloseTo(plan.netSaving, 6);
        const units = problem.lanes.map(() => 0);
        for (const shipment of plan.shipments) units[shipment.lane] = shipment.units;
        expect(fixedCostTransshipmentSaving(problem, units)).toBeCloseTo(plan.netSaving, 9);
      }),
      { numRuns: 150 },
    );
  });

  it('never saves more than without fixed costs, and as much where they are 0', () => {
    fc.assert(
      fc.property(fixedCostProblems(), (problem) => {
        const free = planTransshipment(problem).netSaving;
        expect(planTransshipmentWithFixedCosts(problem).netSaving).toBeLessThanOrEqual(free + 1e-9);
        const lanes = problem.lanes.map((lane) => ({ ...lane, fixedCost: 0 }));
        expect(planTransshipmentWithFixedCosts({ ...problem, lanes }).netSaving).toBeCloseTo(free, 6);
      }),
      { numRuns: 100 },
    );
  });

  it('needs one relaxed problem where fixed costs are 0, also where an early shipment has to be taken back', () => {
    const lane = (source: number, destination: number, costPerUnit: number): FixedCostLane => ({
      source,
      destination,
      costPerUnit,
      fixedCost: 0,
    });
    const plan = planTransshipmentWithFixedCosts(
      {
        sources: [{ excessUnits: 1 }, { excessUnits: 2 }],
        destinations: [
          { benefits: [{ units: 1, valuePerUnit: 13 }] },
          { benefits: [{ units: 5, valuePerUnit: 8 }] },
        ],
        lanes: [lane(0, 0, 4), lane(0, 1, 4), lane(1, 0, 3), lane(1, 1, 2)],
      },
      { maxNodes: 1 },
    );
    // The best single unit goes from the second source to the first destination, 13 − 3; with it 10 + 6 + 4 = 20.
    // Without it (13 − 4) + 2 × (8 − 2) = 21.
    expect(plan.shipments.map(({ lane, units }) => [lane, units])).toEqual([
      [0, 1],
      [3, 2],
    ]);
    expect([plan.netSaving, plan.isProvedBest, plan.nodes]).toEqual([21, true, 1]);
  });

  it('is not drawn to lanes that can carry nothing', () => {
    const problem = oneLane(30);
    problem.lanes.push({ source: 0, destination: 0, costPerUnit: 0, fixedCost: 0, capacityUnits: 0 });
    const plan = planTransshipmentWithFixedCosts(problem);
    expect([plan.netSaving, plan.isProvedBest]).toEqual([10, true]);
    expect(plan.shipments.map(({ lane }) => lane)).toEqual([0]);
  });

  it('tells an honest gap when it may solve one relaxed problem only', () => {
    fc.assert(
      fc.property(fixedCostProblems(), (problem) => {
        const cutShort = planTransshipmentWithFixedCosts(problem, { maxNodes: 1 });
        const best = planTransshipmentWithFixedCosts(problem).netSaving;
        expect(cutShort.nodes).toBe(1);
        expect(cutShort.netSaving).toBeLessThanOrEqual(best + 1e-9);
        expect(cutShort.savingBound).toBeGreaterThanOrEqual(best - 1e-6);
        if (cutShort.isProvedBest) expect(cutShort.netSaving).toBeCloseTo(best, 6);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves a gap where one relaxed problem does not prove it', () => {
    // Spread over 10 units the fixed costs look like 3 a unit; 5 units each are used.
    const plan = planTransshipmentWithFixedCosts(
      {
        sources: [{ excessUnits: 10 }, { excessUnits: 10 }],
        destinations: [{ benefits: [{ units: 15, valuePerUnit: 10 }] }],
        lanes: [
          { source: 0, destination: 0, costPerUnit: 1, fixedCost: 30 },
          { source: 1, destination: 0, costPerUnit: 1, fixedCost: 30 },
        ],
      },
      { maxNodes: 2 },
    );
    // relaxed 15 × 9 − 30 − 15; true with both 135 − 60 = 75; with one 90 − 30 = 60
    expect([plan.netSaving, plan.savingBound, plan.isProvedBest, plan.nodes]).toEqual([75, 90, false, 1]);
  });

  it('is best after paying: with both lanes paid for, the units move to the cheaper one', () => {
    // Spread over 8 units the second lane looks dearer, 15 / 8 a unit, so the relaxed flow sends 6 and 4:
    // 6 × 4 + 4 × 5 − 15 = 29. Once both are paid, 2 and 8: 2 × 4 + 8 × 5 − 15 = 33.
    const plan = planTransshipmentWithFixedCosts(
      {
        sources: [{ excessUnits: 10 }],
        destinations: [
          { benefits: [{ units: 6, valuePerUnit: 5 }] },
          { benefits: [{ units: 8, valuePerUnit: 5 }] },
        ],
        lanes: [
          { source: 0, destination: 0, costPerUnit: 1, fixedCost: 0 },
          { source: 0, destination: 1, costPerUnit: 0, fixedCost: 15 },
        ],
      },
      { maxNodes: 1 },
    );
    expect(plan.shipments.map(({ units }) => units)).toEqual([2, 8]);
    // The bound of the relaxed flow: 6 × 4 + 4 × (5 − 15 / 8).
    expect([plan.netSaving, plan.savingBound, plan.isProvedBest]).toEqual([33, 36.5, false]);
  });

  /** All pairs have a lane, costs row by row. */
  const allPairs = (
    excess: number[],
    wanted: [number, number][],
    unit: number[],
    fixed: number[],
  ): Problem => ({
    sources: excess.map((excessUnits) => ({ excessUnits })),
    destinations: wanted.map(([units, valuePerUnit]) => ({ benefits: [{ units, valuePerUnit }] })),
    lanes: unit.map((costPerUnit, lane) => ({
      source: Math.floor(lane / wanted.length),
      destination: lane % wanted.length,
      costPerUnit,
      fixedCost: fixed[lane]!,
    })),
  });

  // The savings are those of HiGHS (scipy.optimize.milp) with a 0-1 variable for each lane.
  it.each([
    [
      812,
      allPairs(
        [29, 18, 33, 21],
        [
          [33, 16],
          [8, 15],
          [32, 11],
          [28, 8],
        ],
        [2, 1, 3, 4, 2, 4, 5, 1, 5, 2, 1, 6, 2, 4, 3, 2],
        [69, 40, 29, 37, 76, 36, 36, 20, 20, 46, 47, 41, 41, 57, 60, 45],
      ),
      35,
    ],
    [
      430,
      allPairs(
        [27, 38, 31, 30, 16],
        [
          [13, 11],
          [20, 12],
          [8, 13],
          [21, 10],
          [12, 12],
        ],
        [1, 3, 3, 5, 5, 1, 5, 6, 6, 3, 1, 3, 3, 3, 4, 6, 3, 2, 4, 4, 6, 2, 1, 3, 1],
        [65, 71, 22, 90, 73, 66, 68, 21, 77, 25, 43, 45, 35, 51, 79, 64, 85, 65, 87, 52, 79, 33, 67, 57, 24],
      ),
      101,
    ],
  ])('saves %d and proves it in few relaxed problems', (saving, problem, nodes) => {
    const plan = planTransshipmentWithFixedCosts(problem);
    expect([plan.netSaving, plan.isProvedBest]).toEqual([saving, true]);
    expect(plan.nodes).toBeLessThanOrEqual(nodes);
    expect(plan.nodes).toBeGreaterThan(1);
    const cutShort = planTransshipmentWithFixedCosts(problem, { maxNodes: plan.nodes - 1 });
    expect(cutShort.nodes).toBeLessThan(plan.nodes);
    expect(cutShort.savingBound).toBeGreaterThanOrEqual(saving);
    expect(planTransshipmentWithFixedCosts(problem, { maxNodes: plan.nodes })).toEqual(plan);
  });

  it('refuses a negative fixed cost, and takes none', () => {
    expect(() => planTransshipmentWithFixedCosts(oneLane(-1))).toThrow(
      new RangeError('lanes[0].fixedCost is -1; it must be a finite number, at least 0'),
    );
    expect(planTransshipmentWithFixedCosts(oneLane(0)).netSaving).toBe(40);
  });

  it('values a plan with the fixed cost of the lanes in use, whatever the problem allows', () => {
    expect(fixedCostTransshipmentSaving(oneLane(30), [10])).toBe(10);
    expect(fixedCostTransshipmentSaving(oneLane(30), [0])).toBe(0);
    expect(() => fixedCostTransshipmentSaving(oneLane(Number.NaN), [10])).toThrow(
      new RangeError('lanes[0].fixedCost is NaN; it must be a finite number, at least 0'),
    );
  });

  it('is not disturbed by costs that forbid lanes: 1 × (5 − 4.5)', () => {
    const forbidden = { source: 0, destination: 0, costPerUnit: 1, fixedCost: 1e15 };
    const plan = planTransshipmentWithFixedCosts({
      sources: [{ excessUnits: 1 }],
      destinations: [{ benefits: [{ units: 1, valuePerUnit: 5 }] }],
      lanes: [
        forbidden,
        { ...forbidden, costPerUnit: 1e15, fixedCost: 0 },
        { source: 0, destination: 0, costPerUnit: 4.5, fixedCost: 0 },
      ],
    });
    expect([plan.netSaving, plan.isProvedBest]).toEqual([0.5, true]);
  });

  it('pays no fixed cost for crumbs of kilograms', () => {
    const lane = (source: number, destination: number, fixedCost: number): FixedCostLane => ({
      source,
      destination,
      costPerUnit: 0,
      fixedCost,
    });
    const plan = planTransshipmentWithFixedCosts({
      sources: [{ excessUnits: 0.1 }, { excessUnits: 0.2 }],
      destinations: [
        { benefits: [{ units: 0.3, valuePerUnit: 100 }] },
        { benefits: [{ units: 5, valuePerUnit: 90 }] },
      ],
      lanes: [lane(0, 0, 1), lane(0, 1, 2), lane(1, 0, 3), lane(1, 1, 4)],
    });
    // 0.3 × 100 − 1 − 3 = 26 beats 0.1 × 90 + 0.2 × 100 − 2 − 3 = 24
    expect(plan.netSaving).toBeCloseTo(26, 9);
    expect(plan.shipments.map((shipment) => shipment.lane)).toEqual([0, 2]);
  });

  it.each([0, 1.5, Number.NaN])('refuses to solve %d problems, and solves 1', (maxNodes) => {
    expect(() => planTransshipmentWithFixedCosts(oneLane(30), { maxNodes })).toThrow(
      new RangeError(`maxNodes is ${maxNodes}; it must be a whole number, at least 1`),
    );
    expect(planTransshipmentWithFixedCosts(oneLane(30), { maxNodes: 1 }).netSaving).toBe(10);
  });

  it('refuses what a transshipment refuses', () => {
    const problem = oneLane(30);
    problem.sources[0]!.excessUnits = -1;
    expect(() => planTransshipmentWithFixedCosts(problem)).toThrow('sources[0].excessUnits is -1');
  });
});
