import { describe, expect, it } from 'vitest';
import { requireServiceLevel, safetyStockTerms } from './safety-stock-terms.ts';

describe('safetyStockTerms', () => {
  it('counts the safety stock in standard deviations, and in none where demand has none', () => {
    const terms = { protectionDemand: 100, protectionStandardDeviation: 20, level: 130 };
    expect(safetyStockTerms(terms)).toEqual({ ...terms, safetyStock: 30, safetyFactor: 1.5 });
    const steady = { ...terms, protectionStandardDeviation: 0 };
    expect(safetyStockTerms(steady)).toEqual({ ...steady, safetyStock: 30, safetyFactor: 0 });
  });

  it('refuses a level that is not finite', () => {
    const terms = { protectionDemand: 100, protectionStandardDeviation: 20 };
    expect(() => safetyStockTerms({ ...terms, level: Number.POSITIVE_INFINITY })).toThrow(
      new RangeError('level is Infinity; it must be a finite number'),
    );
    expect(safetyStockTerms({ ...terms, level: -1e9 }).safetyFactor).toBe(-50_000_005);
  });
});

describe('requireServiceLevel', () => {
  it.each([0, 1, Number.NaN])('refuses %d and takes what lies between', (value) => {
    expect(() => requireServiceLevel('cycleServiceLevel', value)).toThrow(
      new RangeError(`cycleServiceLevel is ${value}; it must be greater than 0 and less than 1`),
    );
    expect(() => requireServiceLevel('cycleServiceLevel', 0.5)).not.toThrow();
  });
});
