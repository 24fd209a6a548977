import { normal } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussLegendre } from './gauss-legendre.ts';
import { type NormalSerialSystem, serialBaseStockNormal, serialCostNormal } from './serial-normal.ts';
import { serialBaseStockPoisson } from './serial-poisson.ts';
import type { SerialStage } from './serial-system.ts';

const example61: NormalSerialSystem = {
  stages: [
    { echelonHoldingCost: 3, leadTime: 1 },
    { echelonHoldingCost: 2, leadTime: 1 },
    { echelonHoldingCost: 2, leadTime: 2 },
  ],
  stockoutCost: 37.12,
  demandMean: 5,
  demandStandardDeviation: 1,
};

const stage: fc.Arbitrary<SerialStage> = fc.record({
  echelonHoldingCost: fc.integer({ min: 1, max: 12 }).map((quarters) => quarters / 4),
  leadTime: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 16 }).map((quarters) => quarters / 4),
  ),
});
const systems: fc.Arbitrary<NormalSerialSystem> = fc.record({
  stages: fc.array(stage, { minLength: 1, maxLength: 4 }),
  stockoutCost: fc.integer({ min: 1, max: 60 }),
  demandMean: fc.integer({ min: 0, max: 50 }),
  demandStandardDeviation: fc.integer({ min: 1, max: 12 }),
});

describe('a serial system with normal demand', () => {
  it('reproduces Snyder and Shen example 6.1', () => {
    const best = serialBaseStockNormal(example61);
    // levels and cost of a converged grid; cost is flat in the levels
    expect(best.cost).toBeCloseTo(47.66015, 5);
    [6.49, 12.018, 22.705].forEach((level, index) => {
      expect(Math.abs(best.echelonBaseStockLevels[index]! - level)).toBeLessThan(0.001);
    });
  });

  it('reproduces Snyder and Shen problem 6.2a, with lead times of half a period', () => {
    const best = serialBaseStockNormal({
      stages: [2, 2, 1, 1, 1].map((echelonHoldingCost) => ({ echelonHoldingCost, leadTime: 0.5 })),
      stockoutCost: 24,
      demandMean: 64,
      demandStandardDeviation: 8,
    });
    expect(best.cost).toBeCloseTo(451.60945, 3);
    [40.588, 74.26, 109.092, 142.114, 174.514].forEach((level, index) => {
      expect(Math.abs(best.echelonBaseStockLevels[index]! - level)).toBeLessThan(0.01);
    });
  });

  it('of one stage is a newsvendor: S = μL + z σ√L, cost (p + h) φ(z) σ√L', () => {
    const best = serialBaseStockNormal({
      stages: [{ echelonHoldingCost: 0.18, leadTime: 4 }],
      stockoutCost: 0.7,
      demandMean: 50,
      demandStandardDeviation: 8,
    });
    const z = normal.quantile(0.7 / 0.88);
    expect(best.echelonBaseStockLevels[0]).toBeCloseTo(200 + 16 * z, 9);
    expect(best.cost).toBeCloseTo(0.88 * normal.pdf(z) * 16, 11);
  });

  it('with two stages agrees with the integral over the demand of the second at given levels', () => {
    const system = { ...example61, stages: example61.stages.slice(0, 2) };
    for (const [one, two] of [
      [6.5, 12],
      [4, 14],
      [9, 9],
      [9, 5],
      [-3, 20],
      [6, -12],
    ] as const) {
      expect(serialCostNormal({ ...system, echelonBaseStockLevels: [one, two] })).toBeCloseTo(
        twoStageCost(system, one, two),
        6,
      );
    }
  });

  it('has no cheaper neighbour, and its cost is that of its levels', () => {
    fc.assert(
      fc.property(systems, fc.nat(), fc.constantFrom(-0.05, 0.05), (system, at, step) => {
        const { echelonBaseStockLevels, cost } = serialBaseStockNormal(system);
        expect(serialCostNormal({ ...system, echelonBaseStockLevels })).toBe(cost);
        const neighbour = [...echelonBaseStockLevels];
        neighbour[at % neighbour.length]! += step;
        expect(serialCostNormal({ ...system, echelonBaseStockLevels: neighbour })).toBeGreaterThanOrEqual(
          cost - 1e-9 * Math.abs(cost),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('never costs less with more lead time or a wider demand', () => {
    fc.assert(
      fc.property(systems, fc.nat(), (system, at) => {
        const { cost } = serialBaseStockNormal(system);
        const least = cost - 1e-9 * Math.abs(cost);
        const stages = system.stages.map((each, index) =>
          index === at % system.stages.length ? { ...each, leadTime: each.leadTime + 0.25 } : each,
        );
        expect(serialBaseStockNormal({ ...system, stages }).cost).toBeGreaterThanOrEqual(least);
        const wider = { ...system, demandStandardDeviation: system.demandStandardDeviation + 0.5 };
        expect(serialBaseStockNormal(wider).cost).toBeGreaterThanOrEqual(least);
      }),
      { numRuns: 100 },
    );
  });

  it('scales with the currency and with the unit of measure', () => {
    fc.assert(
      fc.property(systems, fc.constantFrom(2, 3, 10), (system, factor) => {
        const { echelonBaseStockLevels, cost } = serialBaseStockNormal(system);
        const otherCurrency = serialBaseStockNormal({
          ...system,
          stockoutCost: system.stockoutCost * factor,
          stages: system.stages.map((each) => ({
            ...each,
            echelonHoldingCost: each.echelonHoldingCost * factor,
          })),
        });
        expect(otherCurrency.cost).toBeCloseTo(cost * factor, 7);
        const otherUnit = serialBaseStockNormal({
          ...system,
          demandMean: system.demandMean * factor,
          demandStandardDeviation: system.demandStandardDeviation * factor,
        });
        expect(otherUnit.cost).toBeCloseTo(cost * factor, 7);
        echelonBaseStockLevels.forEach((level, index) => {
          expect(otherCurrency.echelonBaseStockLevels[index]).toBeCloseTo(level, 6);
          expect(otherUnit.echelonBaseStockLevels[index]).toBeCloseTo(level * factor, 5);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('keeps its cost when a stage without lead time stands before the customer', () => {
    fc.assert(
      fc.property(systems, (system) => {
        const best = serialBaseStockNormal(system);
        const longer = serialBaseStockNormal({
          ...system,
          stages: [{ echelonHoldingCost: 3, leadTime: 0 }, ...system.stages],
        });
        expect(longer.echelonBaseStockLevels[0]).toBeCloseTo(0, 12);
        expect(longer.cost).toBeCloseTo(best.cost, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('merges a last stage without lead time into the one before, but for the units then in transit', () => {
    const [one, two, three] = example61.stages as [SerialStage, SerialStage, SerialStage];
    const apart = serialBaseStockNormal({ ...example61, stages: [one, two, { ...three, leadTime: 0 }] });
    const merged = serialBaseStockNormal({ ...example61, stages: [one, { ...two, echelonHoldingCost: 4 }] });
    expect(apart.echelonBaseStockLevels[2]).toBeCloseTo(merged.echelonBaseStockLevels[1]!, 8);
    // in transit to the second stage: 5 units on average, at 2 each
    expect(apart.cost).toBeCloseTo(merged.cost + 2 * 5 * 1, 9);
  });

  it('is near the Poisson system of the same mean and variance', () => {
    const stages = example61.stages;
    const counts = serialBaseStockPoisson({ stages, stockoutCost: 37.12, demandRate: 400 });
    const smooth = serialBaseStockNormal({
      stages,
      stockoutCost: 37.12,
      demandMean: 400,
      demandStandardDeviation: 20,
    });
    expect(Math.abs(smooth.cost / counts.cost - 1)).toBeLessThan(0.002);
    counts.echelonBaseStockLevels.forEach((level, index) => {
      expect(Math.abs(smooth.echelonBaseStockLevels[index]! - level)).toBeLessThan(3);
    });
  });

  it('is evaluated at levels far below the others, where all above a stage wait for it', () => {
    // four stages, the first kept 20 below zero: a convolution on a grid of step 1/150 gives 262.27862
    const system = {
      stages: [1, 1, 1, 1].map((leadTime) => ({ echelonHoldingCost: 1, leadTime })),
      stockoutCost: 9,
      demandMean: 5,
      demandStandardDeviation: 1,
    };
    expect(serialCostNormal({ ...system, echelonBaseStockLevels: [-20, 30, 20, -3] })).toBeCloseTo(
      262.27862,
      4,
    );
  });

  it('is evaluated at a level out of reach of a stage without lead time: as if that level were not there', () => {
    const system = {
      stages: [1, 0, 1].map((leadTime) => ({ echelonHoldingCost: 1, leadTime })),
      stockoutCost: 9,
      demandMean: 5,
      demandStandardDeviation: 1,
    };
    const [first, , last] = system.stages as [SerialStage, SerialStage, SerialStage];
    // a second stage with all it could want only passes on: its echelon costs h₂ on what the last one has
    const apart = serialCostNormal({ ...system, echelonBaseStockLevels: [4, 40, 14] });
    const merged = serialCostNormal({
      ...system,
      stages: [first, { ...last, echelonHoldingCost: 2 }],
      echelonBaseStockLevels: [4, 14],
    });
    expect(apart).toBeCloseTo(merged, 10);
  });

  it.each([1e-3, 1e-6, 1e-9])(
    'with a lead time of %f between longer ones is near one without it',
    (leadTime) => {
      const best = (between: number) =>
        serialBaseStockNormal({
          ...example61,
          stages: [1, between, 1].map((each) => ({ echelonHoldingCost: 1, leadTime: each })),
        }).cost;
      const more = best(leadTime) - best(0);
      // 5 units in transit to the first stage at 1 each and period, and safety stock for a variance larger by L
      expect(more).toBeGreaterThan(5 * leadTime);
      expect(more).toBeLessThan(10 * leadTime);
    },
  );

  it('takes a lead time 10¹² times shorter than those downstream for none', () => {
    const best = (between: number) =>
      serialBaseStockNormal({
        ...example61,
        stages: [1, between, 1].map((each) => ({ echelonHoldingCost: 1, leadTime: each })),
      });
    expect(best(0.9e-12).cost).toBeCloseTo(best(0).cost, 9);
    expect(best(1e-300)).toEqual(best(0));
  });

  it('of one stage without lead time needs no stock and costs nothing', () => {
    expect(serialBaseStockNormal({ ...example61, stages: [{ echelonHoldingCost: 1, leadTime: 0 }] })).toEqual(
      { echelonBaseStockLevels: [0], cost: 0 },
    );
  });

  it('keeps its digits where the mean is large: as much more cost as there is more in transit', () => {
    const { cost } = serialBaseStockNormal({ ...example61, demandMean: 0 });
    // 1 period to the first stage at 4 each, 1 to the second at 2
    const inTransit = 2 * 1 + 2 * (1 + 1);
    expect(
      serialBaseStockNormal({ ...example61, demandMean: 2 ** 30 }).cost - inTransit * 2 ** 30,
    ).toBeCloseTo(cost, 5);
  });

  it.each([1e-250, 1e250])('scales to demand in units of %f', (unit) => {
    const { cost, echelonBaseStockLevels } = serialBaseStockNormal(example61);
    const scaled = serialBaseStockNormal({
      ...example61,
      demandMean: 5 * unit,
      demandStandardDeviation: unit,
    });
    expect(scaled.cost / unit).toBeCloseTo(cost, 9);
    expect(scaled.echelonBaseStockLevels[1]! / unit).toBeCloseTo(echelonBaseStockLevels[1]!, 9);
  });

  it.each([
    [
      { demandMean: 1e308 },
      { demandMean: 1e307 },
      'demandMean times the lead times is Infinity; it must be a finite number',
    ],
    [
      { stockoutCost: 1.7e308, stages: [{ echelonHoldingCost: 1e308, leadTime: 1 }] },
      { stockoutCost: 1.7e307, stages: [{ echelonHoldingCost: 1e307, leadTime: 1 }] },
      'the sum of stockoutCost and all echelonHoldingCost is Infinity; it must be a finite number',
    ],
    [{ demandMean: -1 }, { demandMean: 0 }, 'demandMean is -1; it must be a finite number, at least 0'],
    [
      { demandStandardDeviation: 0 },
      { demandStandardDeviation: 0.01 },
      'demandStandardDeviation is 0; it must be a finite number greater than 0',
    ],
    [
      { stockoutCost: Number.POSITIVE_INFINITY },
      { stockoutCost: 1e6 },
      'stockoutCost is Infinity; it must be a finite number greater than 0',
    ],
    [{ stages: [] }, { stages: example61.stages.slice(0, 1) }, 'stages is empty; there must be at least one'],
  ])('refuses %j and takes %j', (wrong, right, message) => {
    expect(() => serialBaseStockNormal({ ...example61, ...wrong })).toThrow(new RangeError(message));
    expect(serialBaseStockNormal({ ...example61, ...right }).cost).toBeGreaterThan(0);
    expect(() => serialCostNormal({ ...example61, ...wrong, echelonBaseStockLevels: [6, 12, 22] })).toThrow(
      new RangeError(message),
    );
  });

  it.each([
    [[6, 12], [6, 12, 22], 'echelonBaseStockLevels has 2 numbers; it must have one for each of the 3 stages'],
    [[6, Number.NaN, 22], [6, -1, 22], 'echelonBaseStockLevels[1] is NaN; it must be a finite number'],
  ])('refuses the levels %j and takes %j', (wrong, right, message) => {
    expect(() => serialCostNormal({ ...example61, echelonBaseStockLevels: wrong })).toThrow(
      new RangeError(message),
    );
    expect(serialCostNormal({ ...example61, echelonBaseStockLevels: right })).toBeGreaterThan(0);
  });
});

describe('Gauss and Legendre', () => {
  it('integrates x²² over [−1, 1] to 2 / 23 with twelve points, and odd powers to 0', () => {
    const { positions, weights } = gaussLegendre(12);
    const integral = (power: number) =>
      positions.reduce((sum, x, index) => sum + weights[index]! * x ** power, 0);
    expect(integral(22)).toBeCloseTo(2 / 23, 14);
    expect(integral(0)).toBeCloseTo(2, 14);
    expect(integral(7)).toBeCloseTo(0, 14);
  });
});

/** The newsvendor cost of stage 1 at min(S₁, S₂ − D₂), summed over a fine grid of D₂. */
function twoStageCost(system: NormalSerialSystem, levelOne: number, levelTwo: number): number {
  const [one, two] = system.stages as [SerialStage, SerialStage];
  const penalty = system.stockoutCost + one.echelonHoldingCost + two.echelonHoldingCost;
  const spread = system.demandStandardDeviation * Math.sqrt(one.leadTime);
  const mean = system.demandMean * one.leadTime;
  const stageOne = (position: number) => {
    const z = (position - mean) / spread;
    const short = spread * (normal.pdf(z) - z * normal.cdf(-z));
    return one.echelonHoldingCost * (position - mean) + penalty * short;
  };
  const steps = 20_000;
  const width = 18 / steps;
  let cost = 0;
  for (let step = 0; step < steps; step++) {
    const z = -9 + (step + 0.5) * width;
    const demand =
      system.demandMean * two.leadTime + system.demandStandardDeviation * Math.sqrt(two.leadTime) * z;
    const inner =
      two.echelonHoldingCost * (levelTwo - demand) + stageOne(Math.min(levelOne, levelTwo - demand));
    cost += normal.pdf(z) * width * inner;
  }
  return cost;
}
