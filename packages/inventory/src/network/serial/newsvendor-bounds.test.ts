import { normal, poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serialNewsvendorBoundsNormal, serialNewsvendorBoundsPoisson } from './newsvendor-bounds.ts';
import { serialBaseStockNormal } from './serial-normal.ts';
import { serialBaseStockPoisson, serialCostPoisson } from './serial-poisson.ts';
import { localBaseStockLevels, type SerialStage } from './serial-system.ts';

const stages: fc.Arbitrary<SerialStage[]> = fc.array(
  fc.record({
    echelonHoldingCost: fc.integer({ min: 1, max: 12 }).map((quarters) => quarters / 4),
    leadTime: fc.integer({ min: 0, max: 6 }).map((halves) => halves / 2),
  }),
  { minLength: 1, maxLength: 4 },
);

const oneStage = { stages: [{ echelonHoldingCost: 1, leadTime: 1 }], stockoutCost: 9 };

describe('the newsvendor bounds of Shang and Song', () => {
  it('give the heuristic levels of Snyder and Shen example 6.1', () => {
    const { heuristic, lower, upper } = serialNewsvendorBoundsNormal({
      stages: [
        { echelonHoldingCost: 3, leadTime: 1 },
        { echelonHoldingCost: 2, leadTime: 1 },
        { echelonHoldingCost: 2, leadTime: 2 },
      ],
      stockoutCost: 37.12,
      demandMean: 5,
      demandStandardDeviation: 1,
    });
    // stockpyl 1.0.2, newsvendor_heuristic
    [6.490880975286938, 12.027434723327854, 22.634032391786285].forEach((level, index) => {
      expect(heuristic[index]).toBeCloseTo(level, 10);
    });
    // the first stage alone is a newsvendor: both bounds are its level
    expect(lower[0]).toBeCloseTo(upper[0]!, 12);
  });

  it('enclose the optimal levels of a Poisson system', () => {
    fc.assert(
      fc.property(stages, fc.integer({ min: 1, max: 60 }), (stages, stockoutCost) => {
        const system = { stages, stockoutCost, demandRate: 2.5 };
        const { lower, upper } = serialNewsvendorBoundsPoisson(system);
        serialBaseStockPoisson(system).echelonBaseStockLevels.forEach((level, index) => {
          expect(level).toBeGreaterThanOrEqual(lower[index]!);
          expect(level).toBeLessThanOrEqual(upper[index]!);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('enclose the optimal levels of a normal system', () => {
    fc.assert(
      fc.property(stages, fc.integer({ min: 1, max: 60 }), (stages, stockoutCost) => {
        const system = { stages, stockoutCost, demandMean: 20, demandStandardDeviation: 4 };
        const { lower, upper, heuristic } = serialNewsvendorBoundsNormal(system);
        serialBaseStockNormal(system).echelonBaseStockLevels.forEach((level, index) => {
          expect(level).toBeGreaterThanOrEqual(lower[index]! - 1e-7);
          expect(level).toBeLessThanOrEqual(upper[index]! + 1e-7);
          expect(heuristic[index]).toBe((lower[index]! + upper[index]!) / 2);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('lead to levels that cost little more than the best (Shang and Song, instance 1)', () => {
    const quarter = { echelonHoldingCost: 0.25, leadTime: 0.25 };
    const system = { stages: [quarter, quarter, quarter, quarter], stockoutCost: 9, demandRate: 16 };
    const bounds = serialNewsvendorBoundsPoisson(system);
    expect(bounds).toEqual({ lower: [8, 13, 17, 21], upper: [8, 14, 19, 24], heuristic: [8, 14, 18, 23] });
    const cost = serialCostPoisson({ ...system, echelonBaseStockLevels: bounds.heuristic });
    expect(cost / serialBaseStockPoisson(system).cost).toBeLessThan(1.003);
  });

  it('are 0 where there is no lead time', () => {
    const system = { stages: [{ echelonHoldingCost: 1, leadTime: 0 }], stockoutCost: 9 };
    expect(serialNewsvendorBoundsPoisson({ ...system, demandRate: 5 })).toEqual({
      lower: [0],
      upper: [0],
      heuristic: [0],
    });
    expect(
      serialNewsvendorBoundsNormal({ ...system, demandMean: 5, demandStandardDeviation: 1 }).lower,
    ).toEqual([0]);
  });

  it.each([1e-20, 1e-12, 1e12, 1e20])(
    'are finite and in order with a stockout cost of %f',
    (stockoutCost) => {
      const system = { ...oneStage, stages: [...oneStage.stages, ...oneStage.stages], stockoutCost };
      const counts = serialNewsvendorBoundsPoisson({ ...system, demandRate: 5 });
      const smooth = serialNewsvendorBoundsNormal({ ...system, demandMean: 5, demandStandardDeviation: 1 });
      // the first stage covers demand but for h / (p + 2h), half the cost of both stages apart from p
      const uncovered = 1 / (stockoutCost + 2);
      expect(normal.survival(smooth.lower[0]! - 5) / uncovered).toBeCloseTo(1, 9);
      expect(poisson.survival(counts.lower[0]!, { mean: 5 })).toBeLessThanOrEqual(uncovered);
      expect(poisson.survival(counts.lower[0]! - 1, { mean: 5 })).toBeGreaterThan(uncovered);
      // the last covers demand with p / (p + h) at most
      expect(
        normal.cdf((smooth.upper[1]! - 10) / Math.SQRT2) / (stockoutCost / (stockoutCost + 1)),
      ).toBeCloseTo(1, 9);
      for (const { lower, upper } of [counts, smooth]) expect(upper[1]!).toBeGreaterThanOrEqual(lower[1]!);
    },
  );

  it('refuse what the optimum refuses', () => {
    expect(() => serialNewsvendorBoundsPoisson({ ...oneStage, demandRate: 0 })).toThrow(
      new RangeError('demandRate is 0; it must be a finite number greater than 0'),
    );
    expect(serialNewsvendorBoundsPoisson({ ...oneStage, demandRate: 16 }).lower).toEqual([21]);
    const normalSystem = { ...oneStage, demandMean: 16, demandStandardDeviation: 4 };
    expect(() => serialNewsvendorBoundsNormal({ ...normalSystem, demandMean: Number.NaN })).toThrow(
      new RangeError('demandMean is NaN; it must be a finite number, at least 0'),
    );
    expect(() => serialNewsvendorBoundsNormal({ ...normalSystem, demandStandardDeviation: -4 })).toThrow(
      new RangeError('demandStandardDeviation is -4; it must be a finite number greater than 0'),
    );
    expect(serialNewsvendorBoundsNormal(normalSystem).lower[0]).toBeCloseTo(16 + 4 * 1.2815515655446, 10);
    for (const bounds of [
      () => serialNewsvendorBoundsNormal({ ...normalSystem, stages: [] }),
      () => serialNewsvendorBoundsPoisson({ stages: [], stockoutCost: 9, demandRate: 1 }),
    ]) {
      expect(bounds).toThrow(new RangeError('stages is empty; there must be at least one'));
    }
  });
});

describe('local base-stock levels', () => {
  it('are what each stage adds to the echelon below', () => {
    expect(localBaseStockLevels([8, 13, 18, 22])).toEqual([8, 5, 5, 4]);
  });

  it('cut a level that a smaller one upstream keeps out of reach', () => {
    expect(localBaseStockLevels([8, 13, 11, 22])).toEqual([8, 3, 0, 11]);
    expect(localBaseStockLevels([9, 7, 5])).toEqual([5, 0, 0]);
  });

  it.each([
    [[], [4], 'echelonBaseStockLevels is empty; it must have one number for each stage'],
    [[4, Number.NaN], [4, 5], 'echelonBaseStockLevels[1] is NaN; it must be a finite number'],
  ])('refuse the echelon levels %j and take %j', (wrong, right, message) => {
    expect(() => localBaseStockLevels(wrong)).toThrow(new RangeError(message));
    expect(localBaseStockLevels(right)[0]).toBe(4);
  });
});
