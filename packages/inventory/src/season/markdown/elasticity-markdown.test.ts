import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestSinglePrice, type ElasticityMarkdownInput } from './elasticity-markdown.ts';

const overstocked: ElasticityMarkdownInput = {
  demandAtFullPrice: 25,
  fullPrice: 10,
  elasticity: 2,
  salvageValuePerUnit: 2,
  stockUnits: 100,
};

const problems: fc.Arbitrary<ElasticityMarkdownInput> = fc.record({
  demandAtFullPrice: fc.double({ min: 0.5, max: 200, noNaN: true }),
  fullPrice: fc.double({ min: 1, max: 100, noNaN: true }),
  elasticity: fc.double({ min: 0.2, max: 5, noNaN: true }),
  salvageValuePerUnit: fc.double({ min: -20, max: 60, noNaN: true }),
  stockUnits: fc.double({ min: 0, max: 400, noNaN: true }),
});

function gainAt(input: ElasticityMarkdownInput, price: number): number {
  const { demandAtFullPrice, fullPrice, elasticity, salvageValuePerUnit, stockUnits } = input;
  const demand = demandAtFullPrice * (price / fullPrice) ** -elasticity;
  return (price - salvageValuePerUnit) * Math.min(stockUnits, demand);
}

describe('bestSinglePrice', () => {
  it('sells down to the run-out price: 10 (25/100)^(1/2) = 5, gain 100 × (5 − 2)', () => {
    expect(bestSinglePrice(overstocked)).toEqual({
      price: 5,
      unitsSold: 100,
      gainOverSalvage: 300,
      discount: 0.5,
    });
  });

  it('stops where a further unit brings no more than salvage: 3 × 2 / (2 − 1) = 6', () => {
    // demand 25 (6/10)^-2 = 69.4; the rest of the 100 is salvaged
    const plan = bestSinglePrice({ ...overstocked, salvageValuePerUnit: 3 });
    expect(plan.price).toBe(6);
    expect(plan.unitsSold).toBeCloseTo(25 / 0.36, 10);
    expect(plan.gainOverSalvage).toBeCloseTo((3 * 25) / 0.36, 10);
    expect(plan.discount).toBeCloseTo(0.4, 12);
  });

  it('asks 4 × 3 / (3 − 1) = 6 at an elasticity of 3', () => {
    expect(
      bestSinglePrice({ ...overstocked, elasticity: 3, salvageValuePerUnit: 4, stockUnits: 1000 }).price,
    ).toBe(6);
  });

  it('stops there too when stock is no limit', () => {
    expect(bestSinglePrice({ ...overstocked, stockUnits: Number.POSITIVE_INFINITY }).price).toBe(4);
  });

  it('keeps the full price while it sells everything', () => {
    const plan = bestSinglePrice({ ...overstocked, stockUnits: 25 });
    expect(plan).toEqual({ price: 10, unitsSold: 25, gainOverSalvage: 200, discount: 0 });
    expect(bestSinglePrice({ ...overstocked, stockUnits: 26 }).price).toBeLessThan(10);
  });

  it('never marks up: salvage of 6 would ask for 12', () => {
    expect(bestSinglePrice({ ...overstocked, salvageValuePerUnit: 6 })).toMatchObject({
      price: 10,
      unitsSold: 25,
    });
  });

  it('shows a loss where salvage exceeds the full price: 25 × (10 − 11)', () => {
    expect(bestSinglePrice({ ...overstocked, salvageValuePerUnit: 11 }).gainOverSalvage).toBe(-25);
  });

  it.each([0.5, 1])('never discounts at an elasticity of %d, whatever the stock', (elasticity) => {
    expect(bestSinglePrice({ ...overstocked, elasticity }).price).toBe(10);
    expect(
      bestSinglePrice({ ...overstocked, elasticity, stockUnits: Number.POSITIVE_INFINITY }).unitsSold,
    ).toBe(25);
    expect(bestSinglePrice({ ...overstocked, elasticity, salvageValuePerUnit: 0 }).price).toBe(10);
  });

  it('clears everything at an elasticity of 1 when disposal costs 5', () => {
    // run-out price 10 × 25/100 = 2.5: 100 × (2.5 + 5) = 750 > 25 × (10 + 5) = 375
    const plan = bestSinglePrice({ ...overstocked, elasticity: 1, salvageValuePerUnit: -5 });
    expect(plan).toMatchObject({ price: 2.5, unitsSold: 100, gainOverSalvage: 750 });
  });

  it('clears everything at any price when disposal costs and demand is elastic', () => {
    expect(bestSinglePrice({ ...overstocked, salvageValuePerUnit: -1 }).price).toBe(5);
    expect(bestSinglePrice({ ...overstocked, salvageValuePerUnit: 0 }).price).toBe(5);
  });

  it('sells nothing without stock or demand, at the full price', () => {
    expect(bestSinglePrice({ ...overstocked, stockUnits: 0 })).toMatchObject({ price: 10, unitsSold: 0 });
    expect(bestSinglePrice({ ...overstocked, demandAtFullPrice: 0 })).toMatchObject({
      price: 10,
      unitsSold: 0,
      gainOverSalvage: 0,
    });
  });

  it('is at least as good as any price of a fine grid', () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 0.01, max: 1, noNaN: true }), (problem, share) => {
        const { gainOverSalvage, price } = bestSinglePrice(problem);
        const other = gainAt(problem, share * problem.fullPrice);
        expect(gainOverSalvage).toBeGreaterThanOrEqual(other - 1e-9 * Math.abs(other) - 1e-9);
        expect(price).toBeLessThanOrEqual(problem.fullPrice);
        expect(gainOverSalvage).toBeCloseTo(gainAt(problem, price), 6);
      }),
      { numRuns: 500 },
    );
  });

  it('does not care about the currency or the unit', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const plan = bestSinglePrice(problem);
        const scaled = bestSinglePrice({
          ...problem,
          demandAtFullPrice: 2 * problem.demandAtFullPrice,
          stockUnits: 2 * problem.stockUnits,
          fullPrice: 4 * problem.fullPrice,
          salvageValuePerUnit: 4 * problem.salvageValuePerUnit,
        });
        expect(scaled.price).toBeCloseTo(4 * plan.price, 8);
        expect(scaled.gainOverSalvage).toBeCloseTo(8 * plan.gainOverSalvage, 6);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[string, Partial<ElasticityMarkdownInput>, Partial<ElasticityMarkdownInput>, string]>([
    [
      'negative demand',
      { demandAtFullPrice: -1 },
      { demandAtFullPrice: 0 },
      'demandAtFullPrice is -1; it must be a finite number, at least 0',
    ],
    [
      'a price of 0',
      { fullPrice: 0 },
      { fullPrice: 0.01 },
      'fullPrice is 0; it must be a finite number greater than 0',
    ],
    [
      'an elasticity of 0',
      { elasticity: 0 },
      { elasticity: 0.01 },
      'elasticity is 0; it must be a finite number greater than 0',
    ],
    [
      'salvage that is no number',
      { salvageValuePerUnit: Number.NaN },
      { salvageValuePerUnit: -1 },
      'salvageValuePerUnit is NaN; it must be a finite number',
    ],
    [
      'negative stock',
      { stockUnits: -1 },
      { stockUnits: 0 },
      'stockUnits is -1; it must be at least 0 (infinity: no limit)',
    ],
    [
      'a gain without bound',
      { stockUnits: Number.POSITIVE_INFINITY, salvageValuePerUnit: 0 },
      { stockUnits: Number.POSITIVE_INFINITY, salvageValuePerUnit: 0.01 },
      'salvageValuePerUnit is 0; without a limit on stock it must be greater than 0',
    ],
    [
      'a gain without bound from disposal saved',
      { stockUnits: Number.POSITIVE_INFINITY, salvageValuePerUnit: -1, elasticity: 1 },
      { stockUnits: Number.POSITIVE_INFINITY, salvageValuePerUnit: 0, elasticity: 1 },
      'salvageValuePerUnit is -1; without a limit on stock it must be at least 0',
    ],
    [
      'endless stock that gains without bound, unless nobody wants it',
      { stockUnits: Number.POSITIVE_INFINITY, salvageValuePerUnit: -1 },
      { stockUnits: Number.POSITIVE_INFINITY, salvageValuePerUnit: -1, demandAtFullPrice: 0 },
      'salvageValuePerUnit is -1; without a limit on stock it must be greater than 0',
    ],
  ])('refuses %s', (_, wrong, right, message) => {
    expect(() => bestSinglePrice({ ...overstocked, ...wrong })).toThrow(new RangeError(message));
    expect(() => bestSinglePrice({ ...overstocked, ...right })).not.toThrow();
  });
});
