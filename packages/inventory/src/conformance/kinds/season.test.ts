import { describe, expect, it } from 'vitest';
import { runCases } from '../run-cases.ts';

/** What the runner says of one case, with a tolerance of 1e-9. */
function judge(kind: string, inputs: Record<string, unknown>, expected: Record<string, unknown>) {
  const [result] = runCases([{ id: 'here', kind, inputs, expected, tolerance: { abs: 1e-9 } }]).cases;
  return { passed: result!.passed, problem: result!.problem };
}

const passes = { passed: true, problem: undefined };
/** One unit, one period, one price of 2: sold with probability 1 − e^-1. */
const ladder = (model: Record<string, unknown>) => ({
  initial_stock: 1,
  periods: 1,
  prices_desc: [2],
  demand_model: { base_rate_first_period: 1, elasticity: 0, ...model },
});
const ladderResult = { optimal_expected_profit: 2 * (1 - Math.exp(-1)) };
const fixedCharge = {
  sources: [10],
  destinations: [{ absorbable: 10, unit_value: 5 }],
  unit_cost: [[1]],
  fixed_cost_per_shipment: [[30]],
};

describe('cases of the season kinds', () => {
  it('take stock without a limit as null: price 2 × 2 / (2 − 1) = 4', () => {
    const inputs = { base_demand_at_p0: 25, p0: 10, elasticity: 2, salvage_value: 2, stock: null };
    const expected = { price: 4, units: 156.25, revenue_plus_salvage_delta: 312.5 };
    expect(judge('markdown_deterministic_elasticity', inputs, expected)).toEqual(passes);
  });

  it('take a ladder that may rise: demand that ignores the price earns more at the higher one', () => {
    const inputs = {
      initial_stock: 1,
      periods: 1,
      prices_desc: [2, 1],
      start_price_index: 1,
      demand_model: { form: 'constant elasticity', base_rate_first_period: 1, elasticity: 0 },
      monotone_markdown: false,
    };
    const sells = 1 - Math.exp(-1);
    const expected = {
      optimal_expected_profit: 2 * sells,
      first_price_index: 0,
      no_markdown_expected: sells,
    };
    expect(judge('markdown_dp_poisson', inputs, expected)).toEqual(passes);
    expect(
      judge(
        'markdown_dp_poisson',
        { ...inputs, monotone_markdown: true },
        { optimal_expected_profit: sells },
      ),
    ).toEqual(passes);
  });

  it.each(['constant elasticity', 'log-linear (constant elasticity)', 'iso-elastic', undefined])(
    'take demand of constant elasticity as "%s"',
    (form) => {
      expect(judge('markdown_dp_poisson', ladder({ form }), ladderResult)).toEqual(passes);
    },
  );

  it.each(['linear', 'exponential', 'logit'])('do not take %s demand for constant elasticity', (form) => {
    expect(judge('markdown_dp_poisson', ladder({ form }), {}).problem).toBe(
      `inputs.demand_model.form is "${form}"; it must be constant elasticity`,
    );
  });

  it('do not take another distribution for Poisson', () => {
    expect(judge('markdown_dp_poisson', ladder({ rate: 'base*decay^t' }), ladderResult)).toEqual(passes);
    const rate = 'base*decay^t, negative binomial';
    expect(judge('markdown_dp_poisson', ladder({ rate }), {}).problem).toBe(
      `inputs.demand_model.rate is "${rate}"; it must be the rate of a Poisson demand`,
    );
  });

  it('take a margin for all stores, or one of each store', () => {
    // One unit, wanted with probability 1 − e^-1 in each store: it goes where it earns 12.
    const stores = [{ poisson_mean: 1 }, { poisson_mean: 1, unit_margin: 12 }];
    const expected = { expected_margin: 12 * (1 - Math.exp(-1)), allocation: [0, 1], leftover: 0 };
    const inputs = { stores, supply: 1, unit_margin: 10 };
    expect(judge('allocation_marginal_newsvendor', inputs, expected)).toEqual(passes);
    expect(judge('allocation_marginal_newsvendor', { stores, supply: 1 }, expected).problem).toBe(
      'inputs.stores[0].unit_margin is undefined; it must be a number',
    );
  });

  it('keep a pack that is larger than the supply', () => {
    const inputs = { stores: [{ poisson_mean: 3, unit_margin: 10 }], supply: 4, pack_size: 6 };
    const expected = { expected_margin: 0, allocation: [0], leftover: 4 };
    expect(judge('allocation_marginal_newsvendor', inputs, expected)).toEqual(passes);
  });

  // One store: nothing to pool, so the unit goes out now and sells unless nobody comes in two stages.
  const oneStore = {
    stores: [{ poisson_mean_stage1: 0.5, poisson_mean_stage2: 0.25 }],
    supply: 1,
    unit_margin: 8,
  };
  const oneStoreResult = {
    optimal_expected_margin: 8 * (1 - Math.exp(-0.75)),
    holdback: 0,
    initial: [1],
    no_holdback_best: 8 * (1 - Math.exp(-0.75)),
  };

  it.each([
    undefined,
    'DC holdback only',
    'stock stays in its store (no moves between stores); lost sales, never backorders',
    'store-to-store transfers are not allowed',
  ])('take the usual rules of reallocation as "%s"', (reallocation) => {
    const inputs = { ...oneStore, reallocation };
    expect(judge('allocation_two_stage_holdback', inputs, oneStoreResult)).toEqual(passes);
    expect(
      judge('allocation_two_stage_holdback', { ...oneStore, rules: reallocation }, oneStoreResult),
    ).toEqual(passes);
  });

  it.each([
    ['free moves between stores', 'no unit moves between stores'],
    ['DC holdback; store-to-store moves cost 1', 'no unit moves between stores'],
    ['no store-to-store moves; unmet demand is backordered', 'demand above the stock is lost'],
  ])('do not take other rules of reallocation: "%s"', (reallocation, instead) => {
    expect(judge('allocation_two_stage_holdback', { ...oneStore, reallocation }, {}).problem).toBe(
      `inputs.reallocation is "${reallocation}"; it must be a problem in which ${instead}`,
    );
  });

  // With one unit nothing can be learned in time; a mixture of Poisson counts sells it with 1 − Σ p e^-0.75f.
  const learned = {
    stores: [{ base_mean_stage1: 0.5, base_mean_stage2: 0.25 }],
    store_factor_values: [0.4, 1.6],
    supply: 1,
    unit_margin: 8,
  };
  const sold = (low: number) => ({
    optimal_expected_margin: 8 * (1 - low * Math.exp(-0.3) - (1 - low) * Math.exp(-1.2)),
  });

  it.each([
    [undefined, 0.5],
    ['uniform, independent per store, same factor in both stages', 0.5],
    ['equally likely', 0.5],
    ['probabilities 0.25 and 0.75', 0.25],
    [[0.25, 0.75], 0.25],
    [[1, 3], 0.25],
    [[1, 0], 1],
  ])('take the prior %j of two factors', (factor_prior, low) => {
    const inputs = { ...learned, factor_prior, rules: 'censored sales; Bayes' };
    expect(judge('allocation_two_stage_holdback_learning', inputs, sold(low))).toEqual(passes);
  });

  it('refuse a prior of another length', () => {
    const inputs = { ...learned, factor_prior: [0.25] };
    expect(judge('allocation_two_stage_holdback_learning', inputs, {}).problem).toBe(
      'inputs.factor_prior has 1 entries; it must have 2, one per factor',
    );
  });

  it.each([
    ['factor_prior', 'gamma', 'uniform, or a list of probabilities'],
    ['factor_prior', 'non-uniform', 'uniform, or a list of probabilities'],
    ['factor_prior', 'uniform, same factor for all stores', 'each store has a factor of its own'],
    ['factor_prior', 'uniform, not independent', 'each store has a factor of its own'],
    ['factor_prior', 'uniform; a new factor in each stage', 'the factor is the same in both stages'],
    ['rules', 'observe the full demand', 'only sales are seen, censored at the stock'],
    ['rules', 'sales are not censored', 'only sales are seen, censored at the stock'],
    ['rules', 'store-to-store moves are free', 'no unit moves between stores'],
  ])('do not take other rules of learning: %s "%s"', (field, text, instead) => {
    const inputs = { ...learned, [field]: text };
    expect(judge('allocation_two_stage_holdback_learning', inputs, {}).problem).toContain(instead);
  });

  it('pay fixed costs: 10 × (5 − 1) − 30 = 10', () => {
    const expected = { max_net_saving: 10, open_lanes: [[0, 0]] };
    expect(judge('transfer_fixed_charge', fixedCharge, expected)).toEqual(passes);
  });

  it('take sources with a salvage value: 10 × (5 − 1 − 0.5) − 30 = 5', () => {
    const inputs = { ...fixedCharge, sources: [{ excess: 10, salvage_value: 0.5 }] };
    expect(judge('transfer_fixed_charge', inputs, { max_net_saving: 5 })).toEqual(passes);
  });

  it('take null for a pair without a lane', () => {
    const inputs = { ...fixedCharge, unit_cost: [[null]] };
    expect(judge('transfer_fixed_charge', inputs, { max_net_saving: 0, open_lanes: [] })).toEqual(passes);
    const closed = { ...fixedCharge, fixed_cost_per_shipment: [[null]] };
    expect(judge('transfer_fixed_charge', closed, { max_net_saving: 0 })).toEqual(passes);
  });

  it('take one cost for all pairs, and none for 0: 10 × (5 − 1) − 30 and 10 × 5', () => {
    const same = { ...fixedCharge, unit_cost: 1, fixed_cost_per_shipment: 30 };
    expect(judge('transfer_fixed_charge', same, { max_net_saving: 10 })).toEqual(passes);
    const { sources, destinations } = fixedCharge;
    expect(judge('transfer_transportation_lp', { sources, destinations }, { max_net_saving: 50 })).toEqual(
      passes,
    );
  });

  it('take lanes with fixed costs as a list', () => {
    const { sources, destinations } = fixedCharge;
    const lanes = [{ source: 0, dest: 0, unit_cost: 1, fixed_cost_per_shipment: 25 }];
    const expected = { max_net_saving: 15, open_lanes: [[0, 0]] };
    expect(judge('transfer_fixed_charge', { sources, destinations, lanes }, expected)).toEqual(passes);
  });

  it.each([[[['1']]], [[[1, 2]]], [[[1], [2]]], [[1]], ['1']])(
    'refuse %j as costs of one pair',
    (unit_cost) => {
      expect(judge('transfer_fixed_charge', { ...fixedCharge, unit_cost }, {}).problem).toBe(
        `inputs.unit_cost is ${JSON.stringify(unit_cost)}; it must be a number, or 1 lists of 1 numbers`,
      );
    },
  );

  it('do not take a transfer in which everything must move', () => {
    const rules = 'all excess must be shipped';
    expect(judge('transfer_fixed_charge', { ...fixedCharge, rules }, {}).problem).toBe(
      `inputs.rules is "${rules}"; it must be a problem in which units may stay where they are`,
    );
    const free = { ...fixedCharge, rules: 'never ship all units at a loss' };
    expect(judge('transfer_fixed_charge', free, { max_net_saving: 10 })).toEqual(passes);
  });

  it('move nothing to a place that absorbs nothing, nor at a loss', () => {
    const lanes = [
      { source: 0, dest: 0, unit_cost: 1 },
      { source: 0, dest: 1, unit_cost: 1 },
    ];
    const destinations = [
      { absorbable: 0, unit_value: 9 },
      { absorbable: 5, unit_value: 2 },
    ];
    const inputs = { sources: [{ excess: 7, salvage_value: 1.5 }], destinations, lanes };
    expect(judge('transfer_transportation_lp', inputs, { max_net_saving: 0 })).toEqual(passes);
  });

  it('take no capacity for no limit', () => {
    const inputs = {
      sources: [{ excess: 7, salvage_value: 1 }],
      destinations: [{ absorbable: 5, unit_value: 4 }],
      lanes: [{ source: 0, dest: 0, unit_cost: 1, capacity: null }],
    };
    expect(judge('transfer_transportation_lp', inputs, { max_net_saving: 10 })).toEqual(passes);
    const narrow = { ...inputs, lanes: [{ source: 0, dest: 0, unit_cost: 1, capacity: 2 }] };
    expect(judge('transfer_transportation_lp', narrow, { max_net_saving: 4 })).toEqual(passes);
  });
});
