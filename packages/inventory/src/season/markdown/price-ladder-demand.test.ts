import { describe, expect, it } from 'vitest';
import { constantElasticityDemand } from './price-ladder-demand.ts';

const ladder = { prices: [10, 5], meanFirstPeriod: 3, elasticity: 2 };

describe('constantElasticityDemand', () => {
  it('multiplies demand by (p / p0)^-ε: at half the price 3 × 4 = 12', () => {
    const demand = constantElasticityDemand(ladder);
    expect(demand(0, 0).mean).toBe(3);
    expect(demand(0, 1).mean).toBe(12);
    expect(demand(5, 1).mean).toBe(12);
  });

  it('wanes from period to period: 3 × 0.5²', () => {
    expect(constantElasticityDemand({ ...ladder, decayPerPeriod: 0.5 })(2, 0).mean).toBe(0.75);
  });

  it('is Poisson, or negative binomial with variance m + m² / size', () => {
    expect(constantElasticityDemand(ladder)(0, 0).density(0)).toBeCloseTo(Math.exp(-3), 12);
    expect(constantElasticityDemand({ ...ladder, size: 2 })(0, 0).variance).toBeCloseTo(3 + 9 / 2, 12);
    // (size / (size + mean))^size
    expect(constantElasticityDemand({ ...ladder, size: 2 })(0, 0).density(0)).toBeCloseTo(0.16, 12);
  });

  it.each([
    [{ prices: [5, 10] }, { prices: [5, 4] }, 'prices[1] is 10; it must be below the price before it, 5'],
    [
      { meanFirstPeriod: -1 },
      { meanFirstPeriod: 0 },
      'meanFirstPeriod is -1; it must be a finite number, at least 0',
    ],
    [{ elasticity: -0.1 }, { elasticity: 0 }, 'elasticity is -0.1; it must be a finite number, at least 0'],
    [
      { decayPerPeriod: 0 },
      { decayPerPeriod: 0.1 },
      'decayPerPeriod is 0; it must be a finite number greater than 0',
    ],
    [{ size: 0 }, { size: 0.1 }, 'size is 0; it must be a finite number greater than 0'],
  ])('refuses %j', (wrong, right, message) => {
    expect(() => constantElasticityDemand({ ...ladder, ...wrong })).toThrow(new RangeError(message));
    expect(() => constantElasticityDemand({ ...ladder, ...right })).not.toThrow();
  });
});
