import { describe, expect, it } from 'vitest';
import { runCases } from '../run-cases.ts';

/** What the runner says of one case, with a tolerance of 1e-9. */
function judge(kind: string, inputs: Record<string, unknown>, expected: Record<string, unknown>) {
  const [result] = runCases([{ id: 'here', kind, inputs, expected, tolerance: { abs: 1e-9 } }]).cases;
  return { passed: result!.passed, problem: result!.problem };
}

const passes = { passed: true, problem: undefined };
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

  it('do not take another form of demand for constant elasticity', () => {
    const inputs = {
      initial_stock: 1,
      periods: 1,
      prices_desc: [2],
      demand_model: { form: 'linear', base_rate_first_period: 1, elasticity: 0 },
    };
    expect(judge('markdown_dp_poisson', inputs, {}).problem).toBe(
      'inputs.demand_model.form is "linear"; it must say "constant elasticity"',
    );
  });

  it('do not take other rules of reallocation', () => {
    const stores = [{ poisson_mean_stage1: 1, poisson_mean_stage2: 1 }];
    const inputs = { stores, supply: 2, unit_margin: 1, reallocation: 'free moves between stores' };
    expect(judge('allocation_two_stage_holdback', inputs, {}).problem).toContain(
      'it must say "DC holdback only"',
    );
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
    expect(judge('transfer_fixed_charge', { ...fixedCharge, unit_cost: [['1']] }, {}).problem).toBe(
      'inputs.unit_cost is [["1"]]; it must be a list of lists of numbers',
    );
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
