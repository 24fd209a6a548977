import { describe, expect, it } from 'vitest';
import { runCases } from '../run-cases.ts';
import { expiryKinds } from './expiry.ts';

const batches = [
  { id: 'B1', qty: 1, days_left: 1 },
  { id: 'B2', qty: 1, days_left: 2 },
];

function run(kind: string, inputs: Record<string, unknown>, expected: Record<string, unknown>) {
  const tolerance = { abs: 1e-12 };
  return runCases([{ id: 'case', kind, inputs, expected, tolerance }], expiryKinds).cases[0]!;
}

describe('the kinds of expiry', () => {
  // One customer with probability 1/2 on each of two days; a share of 1/4 takes the freshest.
  // The customer of day 1 (1/2) leaves B1 to waste when he takes B2 (1/4): B1 is wasted with 1/2 + 1/8, B2 when
  // nobody took it on day 1 (7/8) and nobody comes on day 2 (1/2).
  const demand = { type: 'pmf', pmf: [0.5, 0.5] };
  const mixed = { expected_waste: [0.625, 0.4375], prob_any_waste: [0.625, 0.4375], expected_sales: 0.9375 };

  it('know a share of customers who take the latest expiry', () => {
    const inputs = { batches, demand, issuing: 'mixed', lifo_share: 0.25 };
    expect(run('expiry_expected_waste_daily', inputs, mixed)).toMatchObject({ passed: true });
  });

  it('know fefo and lifo', () => {
    const fefo = { expected_waste: [0.5, 0.5], expected_sales: 1 };
    const lifo = { expected_waste: [1, 0.25], expected_sales: 0.75 };
    expect(run('expiry_expected_waste_daily', { batches, demand, issuing: 'fefo' }, fefo)).toMatchObject({
      passed: true,
    });
    expect(run('expiry_expected_waste_daily', { batches, demand, issuing: 'lifo' }, lifo)).toMatchObject({
      passed: true,
    });
    expect(run('expiry_expected_waste_fefo', { batches, demand }, fefo)).toMatchObject({ passed: true });
  });

  it('go on where the joint stock of fefo has too many states', () => {
    // Eight batches of nine expire on days 1 to 8, against ten customers a day: all are sold.
    const many = Array.from({ length: 8 }, (_, i) => ({ id: `B${i}`, qty: 9, days_left: i + 1 }));
    const certain = { type: 'pmf', pmf: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] };
    const waste = { expected_waste: new Array(8).fill(0), expected_sales: 72 };
    expect(
      run('expiry_expected_waste_daily', { batches: many, demand: certain, issuing: 'fefo' }, waste),
    ).toMatchObject({ passed: true });
  });

  it('refuse what they do not understand', () => {
    const daily = (change: Record<string, unknown>) =>
      run('expiry_expected_waste_daily', { batches, demand, issuing: 'fefo', ...change }, {}).problem;
    expect(daily({ issuing: 'sideways' })).toContain('it must be fefo, lifo, or come with lifo_share');
    expect(daily({ demand: { type: 'gamma' } })).toContain('it must be poisson, negbin or pmf');
    expect(daily({ convention: 'unmet demand is backordered' })).toContain('unmet demand must be lost');
    expect(daily({ convention: 'lost sales' })).toBeUndefined();
    const left = (days_left: number, issuing: string) =>
      daily({ batches: [{ qty: 1, days_left }], demand: { type: 'pmf', pmf: [1] }, issuing });
    expect(left(0.5, 'fefo')).toContain('inputs.batches[0].days_left is 0.5; it must be a whole number');
    expect(left(100_001, 'lifo')).toContain('days_left is 100001; it must be at most 100000');
    expect(left(100_000, 'lifo')).toBeUndefined();
    expect(left(1_000_000_000, 'fefo')).toBeUndefined();
    const poisson = (mean_per_day: number) => daily({ demand: { type: 'poisson', mean_per_day } });
    expect(poisson(1e15)).toContain('inputs.demand.mean_per_day is 1000000000000000; it must be lower');
    expect(poisson(1e4)).toBeUndefined();
    const negbin = (r_per_day: number) => daily({ demand: { type: 'negbin', r_per_day, p: 0.5 } });
    expect(negbin(1e8)).toContain('inputs.demand.r_per_day is 100000000; it must be lower');
    expect(negbin(4)).toBeUndefined();
    expect(daily({ colour: 'red' })).toContain('not understood: inputs.colour');
  });
});
