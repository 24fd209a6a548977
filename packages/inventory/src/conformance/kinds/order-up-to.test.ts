import { poisson } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { runCases } from '../run-cases.ts';
import { orderUpToKinds } from './order-up-to.ts';

const costs = { holding_cost: 40, stockout_cost: 125, fixed_cost: 150 };
const list = Array.from({ length: 51 }, (_, count) => poisson.pmf(count, { mean: 4 }));
/** Snyder, Shen problem 4.31 with Poisson demand of mean 4. */
const expected = { reorder_point: 2, order_up_to_level: 7, cost: 223.57482956696882 };
const run = (inputs: Record<string, unknown>) => {
  const each = { id: 'c1', kind: 's_s_discrete_exact', inputs: { ...costs, ...inputs }, expected };
  return runCases([{ ...each, tolerance: { rel: 1e-6 } }], orderUpToKinds).cases[0];
};

describe('s_s_discrete_exact', () => {
  it.each([
    [
      'a mean, whatever table stands beside it',
      { use_poisson: true, demand_mean: 4, demand_pmf: [1], demand_hi: 0 },
    ],
    ['a mean alone', { demand_mean: 4 }],
    ['a list', { use_poisson: false, demand_hi: 50, demand_pmf: list }],
    ['a list longer than demand_hi', { use_poisson: false, demand_hi: 30, demand_pmf: list }],
    ['a list cut off in its tail', { use_poisson: false, demand_pmf: list.slice(0, 22) }],
    ['an object by count', { use_poisson: false, demand_pmf: Object.fromEntries(list.entries()) }],
  ])('takes demand as %s', (_what, inputs) => {
    expect(run(inputs)).toMatchObject({ passed: true, differences: [] });
  });

  it('fails with a sentence for a table that is no distribution, or none at all', () => {
    expect(run({ use_poisson: false, demand_pmf: [0.5, 0.4] })?.problem).toBe(
      'the sum of probabilities is 0.9; it must be 1',
    );
    expect(run({ use_poisson: false, demand_pmf: { '-1': 0.5, 1: 0.5 } })?.problem).toBe(
      'demand_pmf has a count of -1; it must be a whole number, at least 0',
    );
    expect(run({ use_poisson: false, demand_pmf: {} })?.problem).toBe(
      'the sum of probabilities is 0; it must be 1',
    );
    expect(run({ use_poisson: false })?.problem).toBe(
      'demand_pmf must be a list or an object when use_poisson is false',
    );
    expect(run({ use_poisson: true })?.problem).toBe('inputs.demand_mean is undefined; it must be a number');
  });
});
