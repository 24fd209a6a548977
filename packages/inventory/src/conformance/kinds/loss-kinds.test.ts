import { describe, expect, it } from 'vitest';
import { readInputs } from '../inputs.ts';
import { distributionKinds } from './distributions.ts';
import { newsvendorKinds } from './newsvendor.ts';

function solve(kinds: typeof distributionKinds, kind: string, fields: Record<string, unknown>) {
  const found = kinds[kind];
  if (typeof found !== 'function') throw new Error(`${kind} is no function`);
  const inputs = readInputs(fields);
  const result = found(inputs);
  expect(inputs.unread()).toEqual([]);
  return result;
}

describe('kinds of loss functions', () => {
  it('take a table of probabilities as well as a distribution', () => {
    const pmf = { '1': 0.25, '4': 0.75 };
    expect(solve(distributionKinds, 'discrete_loss', { x: 3, pmf })).toEqual({ n: 0.75, n_bar: 0.5 });
    // Above 3: 1 x 0 / 2; below: 2 x 3 / 2 x 0.25.
    expect(solve(distributionKinds, 'discrete_second_loss', { x: 3, pmf })).toEqual({ n2: 0, n2_bar: 0.75 });
    expect(solve(distributionKinds, 'discrete_second_loss', { x: 1, pmf })).toEqual({ n2: 2.25, n2_bar: 0 });
  });

  it('know the second loss of each distribution they know the first of', () => {
    const names = Object.keys(distributionKinds).filter(
      (name) => name.endsWith('_loss') && !name.includes('second'),
    );
    for (const name of names) expect(distributionKinds).toHaveProperty(name.replace('_loss', '_second_loss'));
    expect(names).toHaveLength(11);
  });

  it('start a geometric distribution at 1', () => {
    // ½ E[(X-1)(X-2)] = ((1-p)/p)² for a geometric X from 1.
    const found = solve(distributionKinds, 'geometric_second_loss', { x: 1, p: 0.25 });
    expect(found.n2).toBeCloseTo(9, 9);
    expect(found.n2_bar).toBeCloseTo(0, 12);
  });

  it('take the rate of an exponential distribution', () => {
    const found = solve(distributionKinds, 'exponential_second_loss', { x: 0.5, mu: 2 });
    // e^(-1) / 2² and 1/4 more than x²/2 - x/2 + ... : the sum of both is ½ E[(X - x)²] = ½ (1/4 + 0).
    expect(found.n2).toBeCloseTo(Math.exp(-1) / 4, 12);
    expect((found.n2 as number) + (found.n2_bar as number)).toBeCloseTo(0.125, 12);
  });

  it('refuse a value that is no number, and a negative binomial with too small a variance', () => {
    expect(() => solve(distributionKinds, 'discrete_loss', { x: 3, pmf: { one: 1 } })).toThrow(
      new RangeError('the pmf has the value "one"; it must be a number'),
    );
    expect(() => solve(distributionKinds, 'negative_binomial_loss', { x: 3, mean: 4, sd: 2 })).toThrow(
      new RangeError('sd squared is 4; it must be greater than the mean 4'),
    );
    expect(solve(distributionKinds, 'negative_binomial_loss', { x: 0, mean: 4, sd: 2.1 }).n).toBeCloseTo(
      4,
      9,
    );
  });
});

describe('kinds of newsvendors', () => {
  it('take a normal yield by its mean and deviation, and value a given level', () => {
    const costs = { holding_cost: 1, stockout_cost: 1, demand: 10, yield_mean: -2, yield_sd: 3 };
    const best = solve(newsvendorKinds, 'newsvendor_with_additive_yield_uncertainty', costs);
    // Equal costs: the median of what arrives is the demand; the cost is σ √(2/π).
    expect(best.order_quantity).toBeCloseTo(12, 9);
    expect(best.cost).toBeCloseTo(3 * Math.sqrt(2 / Math.PI), 9);
    for (const name of ['order_quantity', 'base_stock_level']) {
      const given = solve(newsvendorKinds, 'newsvendor_with_additive_yield_uncertainty', {
        ...costs,
        [name]: 12,
      });
      expect(given).toEqual({
        order_quantity: 12,
        base_stock_level: 12,
        cost: expect.closeTo(best.cost as number, 9),
      });
    }
  });

  it('protect lead time plus one period in profits too', () => {
    const prices = { revenue: 7, purchase_cost: 2.5, salvage_value: 1.5, demand_mean: 50 };
    const normalProfit = solve(newsvendorKinds, 'newsvendor_normal_explicit', {
      ...prices,
      demand_sd: 10,
      lead_time: 3,
    });
    // Four periods: mean 200, deviation 20, z of 4.5/5.5.
    expect(normalProfit.base_stock_level).toBeCloseTo(200 + 2 * 9.084578685373856, 8);
    expect(normalProfit.profit).toBeCloseTo(4 * 225 - 2 * (225 - 210.47680825231475), 8);
    const counts = solve(newsvendorKinds, 'newsvendor_poisson_explicit', {
      ...prices,
      lead_time: 1,
      base_stock_level: 0,
    });
    expect(counts.profit).toBeCloseTo(0, 9);
  });

  it('discount by nothing where no factor is given', () => {
    const found = solve(newsvendorKinds, 'myopic', {
      holding_cost: 1,
      stockout_cost: 1,
      purchase_cost: 2,
      purchase_cost_next_per: 2,
      demand_mean: 30,
      demand_sd: 5,
    });
    expect(found.base_stock_level).toBeCloseTo(30, 9);
    expect(found.cost).toBeCloseTo(60 + 5 * Math.sqrt(2 / Math.PI), 9);
  });
});
