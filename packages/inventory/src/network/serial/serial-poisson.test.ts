import { poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poissonTable } from './poisson-table.ts';
import { serialBaseStockNormal } from './serial-normal.ts';
import { type PoissonSerialSystem, serialBaseStockPoisson, serialCostPoisson } from './serial-poisson.ts';
import type { SerialStage } from './serial-system.ts';

const quarter = { echelonHoldingCost: 0.25, leadTime: 0.25 };
const fourStages = (echelonHoldingCosts: number[], stockoutCost: number): PoissonSerialSystem => ({
  stages: echelonHoldingCosts.map((echelonHoldingCost) => ({ echelonHoldingCost, leadTime: 0.25 })),
  stockoutCost,
  demandRate: 16,
});

const stage: fc.Arbitrary<SerialStage> = fc.record({
  echelonHoldingCost: fc.integer({ min: 1, max: 12 }).map((quarters) => quarters / 4),
  leadTime: fc.integer({ min: 0, max: 6 }).map((halves) => halves / 2),
});
const systems = (maxStages: number): fc.Arbitrary<PoissonSerialSystem> =>
  fc.record({
    stages: fc.array(stage, { minLength: 1, maxLength: maxStages }),
    stockoutCost: fc.integer({ min: 1, max: 60 }),
    demandRate: fc.integer({ min: 1, max: 12 }).map((quarters) => quarters / 4),
  });

describe('a serial system with Poisson demand', () => {
  it.each([
    // Shang and Song (2003), table 1; costs of the exact recursion
    [[0.25, 0.25, 0.25, 0.25], 9, [8, 13, 18, 22], 12.687897827903821],
    [[0.25, 0.25, 0.25, 0.25], 99, [11, 17, 22, 27], 16.205544137436807],
    [[0.25, 2.5, 2.5, 0.25], 99, [11, 14, 18, 26], 74.5636397077392],
  ])('reproduces Shang and Song, h = %j, b = %d', (holding, stockoutCost, levels, cost) => {
    const system = fourStages(holding, stockoutCost);
    const best = serialBaseStockPoisson(system);
    expect(best.echelonBaseStockLevels).toEqual(levels);
    expect(best.cost).toBeCloseTo(cost, 10);
    expect(serialCostPoisson({ ...system, echelonBaseStockLevels: levels })).toBeCloseTo(cost, 10);
  });

  it('of one stage is a newsvendor with the quantile p / (p + h)', () => {
    const best = serialBaseStockPoisson({
      stages: [{ echelonHoldingCost: 1, leadTime: 2 }],
      stockoutCost: 9,
      demandRate: 8,
    });
    expect(best.echelonBaseStockLevels).toEqual([poisson.quantile(0.9, { mean: 16 })]);
  });

  it('with two stages agrees with the sum over both demands at every pair of levels', () => {
    fc.assert(
      fc.property(stage, stage, fc.integer({ min: 1, max: 40 }), (first, second, stockoutCost) => {
        const system = { stages: [first, second], stockoutCost, demandRate: 0.75 };
        const best = serialBaseStockPoisson(system);
        let cheapest = Number.POSITIVE_INFINITY;
        const highest = best.echelonBaseStockLevels.map((level) => level + 2);
        for (let one = 0; one <= highest[0]!; one++) {
          for (let two = 0; two <= highest[1]!; two++) {
            const direct = twoStageCost(system, one, two);
            expect(serialCostPoisson({ ...system, echelonBaseStockLevels: [one, two] })).toBeCloseTo(
              direct,
              9,
            );
            cheapest = Math.min(cheapest, direct);
          }
        }
        expect(best.cost).toBeCloseTo(cheapest, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('has no cheaper neighbour, and its cost is that of its levels', () => {
    fc.assert(
      fc.property(systems(4), fc.nat(), fc.constantFrom(-1, 1), (system, at, step) => {
        const { echelonBaseStockLevels, cost } = serialBaseStockPoisson(system);
        expect(serialCostPoisson({ ...system, echelonBaseStockLevels })).toBeCloseTo(cost, 10);
        const neighbour = [...echelonBaseStockLevels];
        const moved = at % neighbour.length;
        neighbour[moved] = Math.max(0, neighbour[moved]! + step);
        expect(serialCostPoisson({ ...system, echelonBaseStockLevels: neighbour })).toBeGreaterThanOrEqual(
          cost * (1 - 1e-12),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('never costs less with more lead time or more demand', () => {
    fc.assert(
      fc.property(systems(4), fc.nat(), (system, at) => {
        const { cost } = serialBaseStockPoisson(system);
        const stages = system.stages.map((each, index) =>
          index === at % system.stages.length ? { ...each, leadTime: each.leadTime + 0.5 } : each,
        );
        expect(serialBaseStockPoisson({ ...system, stages }).cost).toBeGreaterThanOrEqual(cost * (1 - 1e-12));
        const busier = { ...system, demandRate: system.demandRate + 0.5 };
        expect(serialBaseStockPoisson(busier).cost).toBeGreaterThanOrEqual(cost * (1 - 1e-12));
      }),
      { numRuns: 100 },
    );
  });

  it('keeps its levels in another currency', () => {
    fc.assert(
      fc.property(systems(4), fc.constantFrom(2, 4, 0.5), (system, factor) => {
        const best = serialBaseStockPoisson(system);
        const converted = serialBaseStockPoisson({
          ...system,
          stockoutCost: system.stockoutCost * factor,
          stages: system.stages.map((each) => ({
            ...each,
            echelonHoldingCost: each.echelonHoldingCost * factor,
          })),
        });
        expect(converted).toEqual({ ...best, cost: best.cost * factor });
      }),
      { numRuns: 100 },
    );
  });

  it('keeps its cost when a stage without lead time stands before the customer', () => {
    fc.assert(
      fc.property(systems(3), (system) => {
        const best = serialBaseStockPoisson(system);
        const longer = serialBaseStockPoisson({
          ...system,
          stages: [{ echelonHoldingCost: 3, leadTime: 0 }, ...system.stages],
        });
        expect(longer.echelonBaseStockLevels).toEqual([0, ...best.echelonBaseStockLevels]);
        expect(longer.cost).toBeCloseTo(best.cost, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('merges a last stage without lead time into the one before, but for the units then in transit', () => {
    fc.assert(
      fc.property(systems(3), (system) => {
        const stages = [...system.stages];
        const last = stages.pop()!;
        const extra = 0.75;
        const apart = serialBaseStockPoisson({
          ...system,
          stages: [...system.stages, { echelonHoldingCost: extra, leadTime: 0 }],
        });
        const merged = serialBaseStockPoisson({
          ...system,
          stages: [...stages, { ...last, echelonHoldingCost: last.echelonHoldingCost + extra }],
        });
        expect(apart.cost).toBeCloseTo(merged.cost + extra * system.demandRate * last.leadTime, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('costs its holding cost more with each unit above what is ever wanted, however far', () => {
    const system = fourStages([1, 1, 1, 1], 9);
    const cost = (level: number) =>
      serialCostPoisson({ ...system, echelonBaseStockLevels: [8, 13, 18, level] });
    expect(cost(1001) - cost(1000)).toBeCloseTo(1, 9);
    expect(cost(1e12) / 1e12).toBeCloseTo(1, 9);
    // levels that no stage upstream can fill change nothing
    expect(serialCostPoisson({ ...system, echelonBaseStockLevels: [8, 1e12, 1e9, 22] })).toBeCloseTo(
      serialCostPoisson({ ...system, echelonBaseStockLevels: [8, 22, 22, 22] }),
      9,
    );
    // always enough everywhere: each echelon holds its level less what is in transit to it, 4 units each
    expect(serialCostPoisson({ ...system, echelonBaseStockLevels: [1e6, 1e6, 1e6, 1e6] })).toBeCloseTo(
      1e6 - 4 + (1e6 - 8) + (1e6 - 12) + (1e6 - 16),
      4,
    );
  });

  it('at a rate of 10,000 a period is the normal system of the same mean and variance', () => {
    const stages = [1, 1, 1].map((leadTime) => ({ echelonHoldingCost: 1, leadTime }));
    const counts = serialBaseStockPoisson({ stages, stockoutCost: 9, demandRate: 1e4 });
    const smooth = serialBaseStockNormal({
      stages,
      stockoutCost: 9,
      demandMean: 1e4,
      demandStandardDeviation: Math.sqrt(1e4),
    });
    expect(counts.cost / smooth.cost).toBeCloseTo(1, 4);
    counts.echelonBaseStockLevels.forEach((level, stage) => {
      expect(Math.abs(level - smooth.echelonBaseStockLevels[stage]!)).toBeLessThan(2);
    });
  });

  it('refuses demand too large for its tables, and takes ten million over a lead time', () => {
    const stages = [{ echelonHoldingCost: 1, leadTime: 2 }];
    expect(() => serialBaseStockPoisson({ stages, stockoutCost: 9, demandRate: 6e6 })).toThrow(
      new RangeError(
        'the mean demand over a lead time is 12000000 units; it must be at most 10000000 for a table: count in larger units, or take demand as normal',
      ),
    );
    const { echelonBaseStockLevels } = serialBaseStockPoisson({ stages, stockoutCost: 9, demandRate: 5e6 });
    expect(echelonBaseStockLevels).toEqual([poisson.quantile(0.9, { mean: 1e7 })]);
  });

  it('refuses an empty line and takes one stage', () => {
    expect(() => serialBaseStockPoisson({ stages: [], stockoutCost: 9, demandRate: 16 })).toThrow(
      new RangeError('stages is empty; there must be at least one'),
    );
    expect(
      serialBaseStockPoisson({ stages: [quarter], stockoutCost: 9, demandRate: 16 }).cost,
    ).toBeGreaterThan(0);
  });

  it.each<[Partial<PoissonSerialSystem>, Partial<PoissonSerialSystem>, string]>([
    [
      { stages: [quarter, { ...quarter, echelonHoldingCost: 0 }] },
      { stages: [quarter, { ...quarter, echelonHoldingCost: 1e-6 }] },
      'stages[1].echelonHoldingCost is 0; it must be a finite number greater than 0',
    ],
    [
      { stages: [{ ...quarter, leadTime: -1 }] },
      { stages: [{ ...quarter, leadTime: 0 }] },
      'stages[0].leadTime is -1; it must be a finite number, at least 0',
    ],
    [
      { stockoutCost: 0 },
      { stockoutCost: 0.01 },
      'stockoutCost is 0; it must be a finite number greater than 0',
    ],
    [
      { demandRate: Number.NaN },
      { demandRate: 0.01 },
      'demandRate is NaN; it must be a finite number greater than 0',
    ],
  ])('refuses %j and takes %j', (wrong, right, message) => {
    const system = { stages: [quarter], stockoutCost: 9, demandRate: 16 };
    expect(() => serialBaseStockPoisson({ ...system, ...wrong })).toThrow(new RangeError(message));
    expect(serialBaseStockPoisson({ ...system, ...right }).cost).toBeGreaterThanOrEqual(0);
    const levels = { echelonBaseStockLevels: (right.stages ?? system.stages).map(() => 3) };
    expect(() => serialCostPoisson({ ...system, ...wrong, ...levels })).toThrow(new RangeError(message));
    expect(serialCostPoisson({ ...system, ...right, ...levels })).toBeGreaterThan(0);
  });

  it.each([
    [[3], [3, 4], 'echelonBaseStockLevels has 1 numbers; it must have one for each of the 2 stages'],
    [[3, -1], [3, 0], 'echelonBaseStockLevels[1] is -1; it must be a finite number, at least 0'],
    [[3, 4.5], [3, 4], 'echelonBaseStockLevels[1] is 4.5; it must be a whole number, at least 0'],
  ])('refuses the levels %j and takes %j', (wrong, right, message) => {
    const system = { stages: [quarter, quarter], stockoutCost: 9, demandRate: 16 };
    expect(() => serialCostPoisson({ ...system, echelonBaseStockLevels: wrong })).toThrow(
      new RangeError(message),
    );
    expect(serialCostPoisson({ ...system, echelonBaseStockLevels: right })).toBeGreaterThan(0);
  });
});

describe('the table of a Poisson demand', () => {
  it('agrees with the distribution, and its losses with E[(D − d)⁺] = m P(D ≥ d) − d P(D > d)', () => {
    const mean = 300.5;
    const table = poissonTable(mean);
    for (const count of [200, 290, 300, 301, 330, 400]) {
      expect(table.probability(count)).toBe(poisson.pmf(count, { mean }));
      expect(table.exceedance(count)).toBeCloseTo(1 - poisson.cdf(count, { mean }), 13);
      const loss = mean * (1 - poisson.cdf(count - 1, { mean })) - count * (1 - poisson.cdf(count, { mean }));
      expect(table.loss(count)).toBeCloseTo(loss, 10);
    }
    expect(table.exceedance(-1)).toBeCloseTo(1, 13);
    expect(table.loss(-1)).toBeCloseTo(mean + 1, 10);
  });

  it('leaves out only what is less than 1e-25 likely', () => {
    const table = poissonTable(300.5);
    expect(table.lowest).toBeGreaterThan(100);
    expect(poisson.pmf(table.lowest - 1, { mean: 300.5 })).toBeLessThan(1e-26);
    expect(poisson.pmf(table.highest + 1, { mean: 300.5 })).toBeLessThan(1e-26);
    expect(table.exceedance(table.highest)).toBe(0);
    expect(table.exceedance(table.highest + 5)).toBe(0);
    expect(table.loss(table.highest + 5)).toBe(0);
  });

  it('of no demand is 0 for sure', () => {
    const table = poissonTable(0);
    expect([table.probability(0), table.probability(1)]).toEqual([1, 0]);
    expect([table.exceedance(-1), table.exceedance(0), table.loss(-1), table.loss(0)]).toEqual([1, 0, 1, 0]);
  });
});

/** The steady state itself: stock is min(S₁, S₂ − D₂) − D₁ at stage 1, each echelon's stock costs its holding cost. */
function twoStageCost(system: PoissonSerialSystem, levelOne: number, levelTwo: number): number {
  const [one, two] = system.stages as [SerialStage, SerialStage];
  const penalty = system.stockoutCost + one.echelonHoldingCost + two.echelonHoldingCost;
  const mostDemand = 25;
  let cost = 0;
  for (let second = 0; second <= mostDemand; second++) {
    for (let first = 0; first <= mostDemand; first++) {
      const probability =
        poisson.pmf(second, { mean: system.demandRate * two.leadTime }) *
        poisson.pmf(first, { mean: system.demandRate * one.leadTime });
      const stockOne = Math.min(levelOne, levelTwo - second) - first;
      const echelons = two.echelonHoldingCost * (levelTwo - second) + one.echelonHoldingCost * stockOne;
      cost += probability * (echelons + penalty * Math.max(0, -stockOne));
    }
  }
  return cost;
}
