import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type LinearProgramSolver, linearProgramSolver } from './testing/linear-program.ts';
import { transshipments } from './testing/transshipments.ts';
import { planTransshipment } from './transshipment.ts';
import {
  type TransshipmentLane,
  type TransshipmentProblem,
  transshipmentSaving,
} from './transshipment-problem.ts';

const oneLane = (lane: Partial<TransshipmentLane> = {}): TransshipmentProblem => ({
  sources: [{ excessUnits: 10, salvageValuePerUnit: 1 }],
  destinations: [
    {
      benefits: [
        { units: 4, valuePerUnit: 9 },
        { units: 6, valuePerUnit: 5 },
      ],
    },
  ],
  lanes: [{ source: 0, destination: 0, costPerUnit: 2, ...lane }],
});

function unitsPerLane(problem: TransshipmentProblem): number[] {
  const units = problem.lanes.map(() => 0);
  for (const shipment of planTransshipment(problem).shipments) units[shipment.lane] = shipment.units;
  return units;
}

describe('planTransshipment', () => {
  it('moves every unit that gains: 4 × 9 + 6 × 5 − 10 × (2 + 1) = 36', () => {
    expect(planTransshipment(oneLane())).toEqual({
      shipments: [{ lane: 0, source: 0, destination: 0, units: 10 }],
      netSaving: 36,
      lanesTooSlow: [],
    });
  });

  it('leaves units where moving them loses: at a cost of 5 only the first step, 4 × (9 − 5 − 1) = 12', () => {
    const plan = planTransshipment(oneLane({ costPerUnit: 5 }));
    expect(plan.netSaving).toBe(12);
    expect(plan.shipments[0]?.units).toBe(4);
  });

  it('moves nothing that gains exactly nothing: 9 = 8 + 1', () => {
    expect(planTransshipment(oneLane({ costPerUnit: 8 }))).toEqual({
      shipments: [],
      netSaving: 0,
      lanesTooSlow: [],
    });
  });

  it('keeps to the capacity of a lane: 3 × (9 − 2 − 1) = 18', () => {
    expect(planTransshipment(oneLane({ capacityUnits: 3 })).netSaving).toBe(18);
  });

  it('moves units whose disposal costs even where they are worth less than the transport', () => {
    const problem = oneLane({ costPerUnit: 10 });
    problem.sources = [{ excessUnits: 10, salvageValuePerUnit: -3 }];
    // 4 × (9 − 10 + 3), while the second step would lose 5 − 10 + 3 = −2 a unit
    expect(planTransshipment(problem).netSaving).toBe(8);
  });

  it('gives up the dearest margin for a better sum, which taking the best margin first does not', () => {
    // Best margin first: source 0 → 0 at 9, then source 1 has only lane 0 → 0 left, full: 9. Best: 8 + 7.
    const plan = planTransshipment({
      sources: [{ excessUnits: 1 }, { excessUnits: 1 }],
      destinations: [
        { benefits: [{ units: 1, valuePerUnit: 10 }] },
        { benefits: [{ units: 1, valuePerUnit: 10 }] },
      ],
      lanes: [
        { source: 0, destination: 0, costPerUnit: 1 },
        { source: 0, destination: 1, costPerUnit: 2 },
        { source: 1, destination: 0, costPerUnit: 3 },
      ],
    });
    expect(plan.netSaving).toBe(15);
    expect(plan.shipments.map((shipment) => shipment.lane)).toEqual([1, 2]);
  });

  it('uses a lane only if units arrive with the days the destination asks for', () => {
    const problem = oneLane({ transitDays: 2 });
    problem.sources[0]!.remainingDays = 9;
    problem.destinations[0]!.minimumRemainingDays = 8;
    expect(planTransshipment(problem)).toEqual({ shipments: [], netSaving: 0, lanesTooSlow: [0] });
    problem.destinations[0]!.minimumRemainingDays = 7;
    expect(planTransshipment(problem).netSaving).toBe(36);
  });

  it('does not ask for life after arrival unless told, but units must arrive alive', () => {
    const problem = oneLane({ transitDays: 3 });
    problem.sources[0]!.remainingDays = 2;
    expect(planTransshipment(problem).lanesTooSlow).toEqual([0]);
    problem.sources[0]!.remainingDays = 3;
    expect(planTransshipment(problem).lanesTooSlow).toEqual([]);
  });

  it('moves kilograms without crumbs: 0.1 + 0.2 into 0.3, and none of it elsewhere', () => {
    // 0.3 − 0.1 − 0.2 leaves 2.8e-17 in binary, which is no shipment.
    const plan = planTransshipment({
      sources: [{ excessUnits: 0.1 }, { excessUnits: 0.2 }],
      destinations: [
        { benefits: [{ units: 0.3, valuePerUnit: 9 }] },
        { benefits: [{ units: 5, valuePerUnit: 4 }] },
      ],
      lanes: [0, 1].flatMap((source) =>
        [0, 1].map((destination) => ({ source, destination, costPerUnit: 1 })),
      ),
    });
    expect(plan.netSaving).toBeCloseTo(0.3 * 8, 12);
    expect(plan.shipments.map(({ lane }) => lane)).toEqual([0, 2]);
  });

  it('moves a gram beside a tonne', () => {
    const plan = planTransshipment({
      sources: [{ excessUnits: 1000 }, { excessUnits: 0.001 }],
      destinations: [
        { benefits: [{ units: 1000, valuePerUnit: 2 }] },
        { benefits: [{ units: 0.5, valuePerUnit: 2 }] },
      ],
      lanes: [
        { source: 0, destination: 0, costPerUnit: 1 },
        { source: 1, destination: 1, costPerUnit: 1 },
      ],
    });
    expect(plan.shipments.map(({ units }) => units)).toEqual([1000, 0.001]);
  });

  it('is not disturbed by a cost that forbids a lane: 1 × (5 − 4.5)', () => {
    const plan = planTransshipment({
      sources: [{ excessUnits: 1 }],
      destinations: [{ benefits: [{ units: 1, valuePerUnit: 5 }] }],
      lanes: [
        { source: 0, destination: 0, costPerUnit: 1e15 },
        { source: 0, destination: 0, costPerUnit: 4.5 },
      ],
    });
    expect(plan).toEqual({
      shipments: [{ lane: 1, source: 0, destination: 0, units: 1 }],
      netSaving: 0.5,
      lanesTooSlow: [],
    });
  });

  it('has nothing to do without sources, destinations or lanes', () => {
    expect(planTransshipment({ sources: [], destinations: [], lanes: [] }).netSaving).toBe(0);
    expect(planTransshipment({ ...oneLane(), lanes: [] }).shipments).toEqual([]);
  });
});

describe('planTransshipment against HiGHS', () => {
  let solver: LinearProgramSolver;
  beforeAll(async () => {
    solver = await linearProgramSolver();
  });

  it('saves what the linear programme saves, in whole units', () => {
    fc.assert(
      fc.property(transshipments(), (problem) => {
        const plan = planTransshipment(problem);
        expect(plan.netSaving).toBeCloseTo(solver.netSaving(problem), 6);
        expect(plan.shipments.every(({ units }) => Number.isInteger(units))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('any transshipment', () => {
  it('saves a third with a third of every quantity, in shipments worth the name', () => {
    fc.assert(
      fc.property(transshipments(), ({ sources, destinations, lanes }) => {
        const before = planTransshipment({ sources, destinations, lanes }).netSaving;
        const thirds = planTransshipment({
          sources: sources.map((each) => ({ ...each, excessUnits: each.excessUnits / 3 })),
          destinations: destinations.map(({ benefits }) => ({
            benefits: benefits.map((step) => ({ ...step, units: step.units / 3 })),
          })),
          lanes: lanes.map(({ capacityUnits, ...lane }) =>
            capacityUnits === undefined ? lane : { ...lane, capacityUnits: capacityUnits / 3 },
          ),
        });
        expect(thirds.netSaving).toBeCloseTo(before / 3, 9);
        expect(thirds.shipments.every(({ units }) => units > 1 / 3 - 1e-9)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('sends no more than there is, receives no more than is wanted, fits the lanes, and is worth what it says', () => {
    fc.assert(
      fc.property(transshipments(), (problem) => {
        const plan = planTransshipment(problem);
        // transshipmentSaving refuses a plan that breaks a limit.
        expect(plan.netSaving).toBeCloseTo(transshipmentSaving(problem, unitsPerLane(problem)), 9);
        expect(plan.netSaving).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  it('saves three times as much in a currency worth a third', () => {
    fc.assert(
      fc.property(transshipments(), ({ sources, destinations, lanes }) => {
        const tripled: TransshipmentProblem = {
          sources: sources.map((each) => ({
            ...each,
            salvageValuePerUnit: 3 * (each.salvageValuePerUnit ?? 0),
          })),
          destinations: destinations.map(({ benefits }) => ({
            benefits: benefits.map((step) => ({ ...step, valuePerUnit: 3 * step.valuePerUnit })),
          })),
          lanes: lanes.map((lane) => ({ ...lane, costPerUnit: 3 * lane.costPerUnit })),
        };
        const before = planTransshipment({ sources, destinations, lanes }).netSaving;
        expect(planTransshipment(tripled).netSaving).toBeCloseTo(3 * before, 6);
      }),
      { numRuns: 100 },
    );
  });

  it('saves ten times as much with tenfold quantities', () => {
    fc.assert(
      fc.property(transshipments(), ({ sources, destinations, lanes }) => {
        const before = planTransshipment({ sources, destinations, lanes }).netSaving;
        const larger: TransshipmentProblem = {
          sources: sources.map((each) => ({ ...each, excessUnits: 10 * each.excessUnits })),
          destinations: destinations.map(({ benefits }) => ({
            benefits: benefits.map((step) => ({ ...step, units: 10 * step.units })),
          })),
          lanes: lanes.map(({ capacityUnits, ...lane }) =>
            capacityUnits === undefined ? lane : { ...lane, capacityUnits: 10 * capacityUnits },
          ),
        };
        expect(planTransshipment(larger).netSaving).toBeCloseTo(10 * before, 6);
      }),
      { numRuns: 100 },
    );
  });

  it('saves the same whatever the order of the lanes and sources', () => {
    fc.assert(
      fc.property(transshipments(), (problem) => {
        const last = problem.sources.length - 1;
        const reversed: TransshipmentProblem = {
          ...problem,
          sources: [...problem.sources].reverse(),
          lanes: [...problem.lanes].reverse().map((lane) => ({ ...lane, source: last - lane.source })),
        };
        expect(planTransshipment(reversed).netSaving).toBeCloseTo(planTransshipment(problem).netSaving, 6);
      }),
      { numRuns: 100 },
    );
  });

  it('never saves less with one more unit of excess, nor more with a lane closed', () => {
    fc.assert(
      fc.property(transshipments(), (problem) => {
        const before = planTransshipment(problem).netSaving;
        const [first, ...others] = problem.sources;
        const more = { ...problem, sources: [{ ...first!, excessUnits: first!.excessUnits + 1 }, ...others] };
        expect(planTransshipment(more).netSaving).toBeGreaterThanOrEqual(before - 1e-9);
        const fewer = { ...problem, lanes: problem.lanes.slice(1) };
        expect(planTransshipment(fewer).netSaving).toBeLessThanOrEqual(before + 1e-9);
      }),
      { numRuns: 100 },
    );
  });
});

describe('transshipmentSaving', () => {
  it('values the first units at the first step: 4 × 9 + 2 × 5 − 6 × (2 + 1) = 28', () => {
    expect(transshipmentSaving(oneLane(), [6])).toBe(28);
  });

  it('may be negative: 1 × (9 − 20 − 1)', () => {
    expect(transshipmentSaving(oneLane({ costPerUnit: 20 }), [1])).toBe(-12);
  });

  it.each([
    ['an entry too few', [], 'unitsPerLane has 0 entries; it must have one for each of the 1 lanes'],
    ['a negative quantity', [-1], 'unitsPerLane[0] is -1; it must be a finite number, at least 0'],
    ['more than the source has', [11], 'units sent by sources[0] is 11; it must be at most 10'],
  ])('refuses %s', (_, units, message) => {
    expect(() => transshipmentSaving(oneLane(), units)).toThrow(message);
    expect(transshipmentSaving(oneLane(), [10])).toBe(36);
  });

  it('refuses more than a lane carries or a destination absorbs', () => {
    expect(() => transshipmentSaving(oneLane({ capacityUnits: 5 }), [6])).toThrow(
      'unitsPerLane[0] is 6; it must be at most 5',
    );
    expect(transshipmentSaving(oneLane({ capacityUnits: 5 }), [5])).toBe(26);
    const roomy = oneLane();
    roomy.sources[0]!.excessUnits = 20;
    expect(() => transshipmentSaving(roomy, [11])).toThrow(
      'units sent to destinations[0] is 11; it must be at most 10',
    );
    expect(transshipmentSaving(roomy, [10])).toBe(36);
  });
});

describe('a transshipment that makes no sense', () => {
  const refused: [
    string,
    (problem: TransshipmentProblem) => void,
    (problem: TransshipmentProblem) => void,
    string,
  ][] = [
    [
      'negative excess',
      (p) => {
        p.sources[0]!.excessUnits = -1;
      },
      (p) => {
        p.sources[0]!.excessUnits = 0;
      },
      'sources[0].excessUnits is -1; it must be a finite number, at least 0',
    ],
    [
      'salvage that is no number',
      (p) => {
        p.sources[0]!.salvageValuePerUnit = Number.NaN;
      },
      (p) => {
        p.sources[0]!.salvageValuePerUnit = -1;
      },
      'sources[0].salvageValuePerUnit is NaN; it must be a finite number',
    ],
    [
      'units that have expired',
      (p) => {
        p.sources[0]!.remainingDays = -1;
      },
      (p) => {
        p.sources[0]!.remainingDays = 0;
      },
      'sources[0].remainingDays is -1; it must be at least 0 (infinity: no limit)',
    ],
    [
      'a negative minimum of days',
      (p) => {
        p.destinations[0]!.minimumRemainingDays = -1;
      },
      (p) => {
        p.destinations[0]!.minimumRemainingDays = 0;
      },
      'destinations[0].minimumRemainingDays is -1; it must be a finite number, at least 0',
    ],
    [
      'negative units of a step',
      (p) => {
        p.destinations[0]!.benefits[1]!.units = -2;
      },
      (p) => {
        p.destinations[0]!.benefits[1]!.units = 0;
      },
      'destinations[0].benefits[1].units is -2; it must be a finite number, at least 0',
    ],
    [
      'a value that is infinite',
      (p) => {
        p.destinations[0]!.benefits[1]!.valuePerUnit = Number.NEGATIVE_INFINITY;
      },
      (p) => {
        p.destinations[0]!.benefits[1]!.valuePerUnit = -1;
      },
      'destinations[0].benefits[1].valuePerUnit is -Infinity; it must be a finite number',
    ],
    [
      'a benefit that rises',
      (p) => {
        p.destinations[0]!.benefits[1]!.valuePerUnit = 9.5;
      },
      (p) => {
        p.destinations[0]!.benefits[1]!.valuePerUnit = 9;
      },
      'destinations[0].benefits[1].valuePerUnit is 9.5; it must be at most that of the step before, 9',
    ],
    [
      'a source that is not there',
      (p) => {
        p.lanes[0]!.source = 1;
      },
      (p) => {
        p.lanes[0]!.source = 0;
      },
      'lanes[0].source is 1; it must be a whole number from 0 to 0',
    ],
    [
      'a destination between two',
      (p) => {
        p.lanes[0]!.destination = 0.5;
      },
      (p) => {
        p.lanes[0]!.destination = 0;
      },
      'lanes[0].destination is 0.5; it must be a whole number from 0 to 0',
    ],
    [
      'a destination below the first',
      (p) => {
        p.lanes[0]!.destination = -1;
      },
      (p) => {
        p.lanes[0]!.destination = 0;
      },
      'lanes[0].destination is -1; it must be a whole number from 0 to 0',
    ],
    [
      'a negative cost',
      (p) => {
        p.lanes[0]!.costPerUnit = -0.5;
      },
      (p) => {
        p.lanes[0]!.costPerUnit = 0;
      },
      'lanes[0].costPerUnit is -0.5; it must be a finite number, at least 0',
    ],
    [
      'a negative capacity',
      (p) => {
        p.lanes[0]!.capacityUnits = -1;
      },
      (p) => {
        p.lanes[0]!.capacityUnits = Number.POSITIVE_INFINITY;
      },
      'lanes[0].capacityUnits is -1; it must be at least 0 (infinity: no limit)',
    ],
    [
      'a way back in time',
      (p) => {
        p.lanes[0]!.transitDays = -1;
      },
      (p) => {
        p.lanes[0]!.transitDays = 0;
      },
      'lanes[0].transitDays is -1; it must be a finite number, at least 0',
    ],
  ];

  it.each([
    ['sources', (p: TransshipmentProblem) => ({ ...p, sources: undefined })],
    ['destinations', (p: TransshipmentProblem) => ({ ...p, destinations: undefined })],
    ['lanes', (p: TransshipmentProblem) => ({ ...p, lanes: undefined })],
    ['destinations[0].benefits', (p: TransshipmentProblem) => ({ ...p, destinations: [{}] })],
  ])('is refused without its %s, by the plan and by the valuation', (name, without) => {
    const spoilt = without(oneLane()) as unknown as TransshipmentProblem;
    const message = new RangeError(`${name} is undefined; it must be a list`);
    expect(() => planTransshipment(spoilt)).toThrow(message);
    expect(() => transshipmentSaving(spoilt, [1])).toThrow(message);
    expect(planTransshipment({ ...oneLane(), lanes: [] }).netSaving).toBe(0);
  });

  it.each(refused)('is refused: %s', (_, spoil, mend, message) => {
    const problem = oneLane();
    spoil(problem);
    expect(() => planTransshipment(problem)).toThrow(new RangeError(message));
    mend(problem);
    expect(planTransshipment(problem).netSaving).toBeGreaterThanOrEqual(0);
  });
});
