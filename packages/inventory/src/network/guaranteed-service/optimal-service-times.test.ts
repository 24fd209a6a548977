import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optimalServiceTimes } from './optimal-service-times.ts';
import { serviceTimeCost } from './service-time-plan.ts';
import type { ServiceStage, ServiceTree, StageId } from './service-tree.ts';
import { digitalCamera } from './testing/digital-camera.ts';
import { plainServiceTimeCost } from './testing/plain-service-times.ts';

const customer = { processingTime: 1, holdingCost: 3, safetyFactor: 1, demandStandardDeviation: 1 };
const example65: ServiceTree = {
  stages: [
    { id: 1, processingTime: 2, holdingCost: 1, safetyFactor: 1, externalInboundServiceTime: 1 },
    { id: 3, processingTime: 1, holdingCost: 2, safetyFactor: 1 },
    { id: 2, ...customer, maxOutboundServiceTime: 0 },
    { id: 4, ...customer, maxOutboundServiceTime: 1 },
  ],
  arcs: [
    [1, 3],
    [3, 2],
    [3, 4],
  ],
};

/** A random tree: each stage after the first is joined to an earlier one, in either direction. */
const trees = (maxStages: number, maxTime: number): fc.Arbitrary<ServiceTree> =>
  fc
    .array(
      fc.record({
        processingTime: fc.integer({ min: 0, max: maxTime }),
        holdingCost: fc.integer({ min: 0, max: 9 }),
        safetyFactor: fc.constantFrom(0, 1, 1.645),
        demandStandardDeviation: fc.integer({ min: 0, max: 5 }),
        externalInboundServiceTime: fc.constantFrom(0, 0, 1, 3),
        limit: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
        neighbour: fc.nat(),
        supplies: fc.boolean(),
      }),
      { minLength: 1, maxLength: maxStages },
    )
    .map((rows) => ({
      stages: rows.map(({ limit, neighbour: _, supplies: __, ...stage }, id) => ({
        id,
        ...stage,
        ...(limit === undefined ? {} : { maxOutboundServiceTime: limit }),
      })),
      arcs: rows.slice(1).map(({ neighbour, supplies }, index): [number, number] => {
        const other = neighbour % (index + 1);
        return supplies ? [index + 1, other] : [other, index + 1];
      }),
    }));

describe('optimal service times', () => {
  it('reproduce Snyder and Shen example 6.5', () => {
    const plan = optimalServiceTimes(example65);
    expect(plan.cost).toBeCloseTo(8.277916867529369, 12);
    expect(plan.stages.map((stage) => [stage.id, stage.outboundServiceTime])).toEqual([
      [1, 0],
      [3, 0],
      [2, 0],
      [4, 1],
    ]);
  });

  it('reproduce Snyder and Shen figure 6.14, ten stages of a digital camera', () => {
    const plan = optimalServiceTimes(digitalCamera);
    expect(plan.cost).toBeCloseTo(18.824004472592172, 9);
    expect(Object.fromEntries(plan.stages.map((stage) => [stage.id, stage.outboundServiceTime]))).toEqual({
      1: 0,
      2: 3,
      3: 5,
      4: 4,
      5: 7,
      6: 0,
      7: 0,
      8: 0,
      9: 0,
      10: 2,
    });
  });

  it('of one stage cover its inbound and processing time, less what its customers accept', () => {
    const plan = optimalServiceTimes({
      stages: [
        { id: 'a', ...customer, processingTime: 7, externalInboundServiceTime: 4, maxOutboundServiceTime: 2 },
      ],
      arcs: [],
    });
    expect(plan).toEqual({
      cost: 9,
      stages: [
        {
          id: 'a',
          inboundServiceTime: 4,
          outboundServiceTime: 2,
          netReplenishmentTime: 9,
          demandStandardDeviation: 1,
          safetyStock: 3,
          cost: 9,
        },
      ],
    });
  });

  it('hold nothing where customers accept any wait', () => {
    const stages = example65.stages.map(({ maxOutboundServiceTime: _, ...stage }) => stage);
    expect(optimalServiceTimes({ ...example65, stages }).cost).toBe(0);
  });

  it('cost as much as the best of all combinations of service times', () => {
    fc.assert(
      fc.property(trees(5, 3), (tree) => {
        expect(optimalServiceTimes(tree).cost).toBeCloseTo(cheapestOfAll(tree), 9);
      }),
      { numRuns: 200 },
    );
  });

  it('cost as much as the textbook programme over all pairs of times finds in larger trees', () => {
    fc.assert(
      fc.property(trees(40, 9), (tree) => {
        expect(optimalServiceTimes(tree).cost).toBeCloseTo(plainServiceTimeCost(tree), 8);
      }),
      { numRuns: 200 },
    );
  });

  it('never cost more than stages that each hold their own safety stock and serve at once', () => {
    fc.assert(
      fc.property(trees(40, 9), (tree) => {
        const outboundServiceTimes = tree.stages.map(() => 0);
        const apart = serviceTimeCost({ ...tree, outboundServiceTimes }).cost;
        expect(optimalServiceTimes(tree).cost).toBeLessThanOrEqual(apart + 1e-9);
      }),
      { numRuns: 100 },
    );
  });

  it('have no cheaper neighbour in larger trees', () => {
    fc.assert(
      fc.property(trees(40, 9), fc.nat(), fc.constantFrom(-2, -1, 1, 2), (tree, at, step) => {
        const plan = optimalServiceTimes(tree);
        const times = plan.stages.map((stage) => stage.outboundServiceTime);
        expect(serviceTimeCost({ ...tree, outboundServiceTimes: times })).toEqual(plan);
        const moved = at % times.length;
        times[moved] = Math.max(0, (times[moved] ?? 0) + step);
        const cost = costOrInfinity({ ...tree, outboundServiceTimes: times });
        expect(cost).toBeGreaterThanOrEqual(plan.cost - 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('cost the same whatever the order and names of stages and arcs', () => {
    fc.assert(
      fc.property(
        trees(25, 8).chain((tree) =>
          fc.tuple(
            fc.constant(tree),
            fc.shuffledSubarray([...tree.stages], { minLength: tree.stages.length }),
            fc.shuffledSubarray([...tree.arcs], { minLength: tree.arcs.length }),
          ),
        ),
        ([tree, stages, arcs]) => {
          const name = (id: StageId) => `stage ${id}`;
          const renamed = optimalServiceTimes({
            stages: stages.map((stage) => ({ ...stage, id: name(stage.id) })),
            arcs: arcs.map(([from, to]) => [name(from), name(to)] as const),
          });
          expect(renamed.cost).toBeCloseTo(optimalServiceTimes(tree).cost, 8);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('never cost less with more processing time, more demand or a shorter wait accepted', () => {
    fc.assert(
      fc.property(trees(20, 6), fc.nat(), (tree, at) => {
        const { cost } = optimalServiceTimes(tree);
        const withStage = (change: (stage: ServiceStage) => Partial<ServiceStage>) =>
          optimalServiceTimes({
            ...tree,
            stages: tree.stages.map((stage, index) =>
              index === at % tree.stages.length ? { ...stage, ...change(stage) } : stage,
            ),
          }).cost;
        const least = cost - 1e-9;
        expect(withStage((stage) => ({ processingTime: stage.processingTime + 1 }))).toBeGreaterThanOrEqual(
          least,
        );
        expect(
          withStage((stage) => ({ demandStandardDeviation: (stage.demandStandardDeviation ?? 0) + 1 })),
        ).toBeGreaterThanOrEqual(least);
        expect(
          withStage((stage) => ({
            maxOutboundServiceTime: Math.max(0, (stage.maxOutboundServiceTime ?? 99) - 1),
          })),
        ).toBeGreaterThanOrEqual(least);
      }),
      { numRuns: 100 },
    );
  });

  it('scale with the currency and, as the root, with the length of a period', () => {
    fc.assert(
      fc.property(trees(20, 6), (tree) => {
        const { cost } = optimalServiceTimes(tree);
        const priced = tree.stages.map((stage) => ({ ...stage, holdingCost: 7 * stage.holdingCost }));
        expect(optimalServiceTimes({ ...tree, stages: priced }).cost).toBeCloseTo(7 * cost, 7);
        const finer = tree.stages.map((stage) => ({
          ...stage,
          processingTime: 4 * stage.processingTime,
          externalInboundServiceTime: 4 * (stage.externalInboundServiceTime ?? 0),
          ...(stage.maxOutboundServiceTime === undefined
            ? {}
            : { maxOutboundServiceTime: 4 * stage.maxOutboundServiceTime }),
        }));
        expect(optimalServiceTimes({ ...tree, stages: finer }).cost).toBeCloseTo(2 * cost, 7);
      }),
      { numRuns: 100 },
    );
  });

  it('are the same when a stage without processing time is put before one that holds none', () => {
    fc.assert(
      fc.property(trees(15, 6), fc.nat(), (tree, at) => {
        const id = at % tree.stages.length;
        const isSupplied = tree.arcs.some(([, to]) => to === id);
        fc.pre(!isSupplied);
        // the supplier from outside now delivers to the new stage, which passes on at once or holds stock dearly
        const stages = tree.stages.map((stage) =>
          stage.id === id ? { ...stage, externalInboundServiceTime: 0 } : stage,
        );
        const entry: ServiceStage = {
          id: 'entry',
          processingTime: 0,
          holdingCost: 1e6,
          safetyFactor: 1,
          // some variance, so that stock there is dear also where nobody wants anything
          demandStandardDeviation: 1e-3,
          externalInboundServiceTime: tree.stages[id]?.externalInboundServiceTime ?? 0,
        };
        const longer = optimalServiceTimes({
          stages: [...stages, entry],
          arcs: [...tree.arcs, ['entry', id]],
        });
        expect(longer.cost).toBeCloseTo(optimalServiceTimes(tree).cost, 8);
      }),
      { numRuns: 100 },
    );
  });

  it('refuse times so long that they would not fit in memory, and take long ones', () => {
    const late = (processingTime: number): ServiceTree => ({
      stages: [{ ...customer, id: 'late', processingTime, maxOutboundServiceTime: 0 }],
      arcs: [],
    });
    expect(() => optimalServiceTimes(late(50_000_001))).toThrow(
      new RangeError(
        'the times of the stages up to late add up to 50000001 periods; at most 50000000 fit in memory, so count in longer periods',
      ),
    );
    expect(optimalServiceTimes(late(1_000_000)).cost).toBe(3000);
  });

  it('are found for a chain of 3,000 stages: with equal costs only the last holds stock', () => {
    const length = 3000;
    const plan = optimalServiceTimes({
      stages: Array.from({ length }, (_, id) => ({
        id,
        processingTime: 1,
        holdingCost: 1,
        safetyFactor: 1,
        ...(id === length - 1 ? { demandStandardDeviation: 1, maxOutboundServiceTime: 0 } : {}),
      })),
      arcs: Array.from({ length: length - 1 }, (_, id): [number, number] => [id, id + 1]),
    });
    expect(plan.cost).toBeCloseTo(Math.sqrt(length), 9);
  });
});

/** The cost of every combination of outbound service times that can be kept. */
function cheapestOfAll(tree: ServiceTree): number {
  let best = Number.POSITIVE_INFINITY;
  const suppliers = tree.stages.map(({ id }) =>
    tree.arcs.filter(([, to]) => to === id).map(([from]) => from),
  );
  const times = new Map<StageId, number>();
  const isPlaced = (stage: ServiceStage, index: number) =>
    !times.has(stage.id) && suppliers[index]?.every((supplier) => times.has(supplier));
  const place = () => {
    const index = tree.stages.findIndex(isPlaced);
    const stage = tree.stages[index];
    if (!stage) {
      const outboundServiceTimes = tree.stages.map(({ id }) => times.get(id) ?? 0);
      best = Math.min(best, serviceTimeCost({ ...tree, outboundServiceTimes }).cost);
      return;
    }
    const inbound = Math.max(
      stage.externalInboundServiceTime ?? 0,
      ...(suppliers[index] ?? []).map((supplier) => times.get(supplier) ?? 0),
    );
    const longest = Math.min(inbound + stage.processingTime, stage.maxOutboundServiceTime ?? 99);
    for (let time = 0; time <= longest; time++) {
      times.set(stage.id, time);
      place();
    }
    times.delete(stage.id);
  };
  place();
  return best;
}

function costOrInfinity(plan: ServiceTree & { outboundServiceTimes: number[] }): number {
  try {
    return serviceTimeCost(plan).cost;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
