import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSuppliers, type SupplierOption } from './supplier-choice.ts';

const cheap: SupplierOption = {
  supplierId: 'cheap',
  unitCost: 8,
  leadTimeDays: 29,
  reliability: 0.6,
  risk: 0.5,
};
const fast: SupplierOption = {
  supplierId: 'fast',
  unitCost: 10,
  leadTimeDays: 5,
  reliability: 0.9,
  risk: 0.2,
};
const sure: SupplierOption = {
  supplierId: 'sure',
  unitCost: 16,
  leadTimeDays: 11,
  reliability: 1,
  risk: 0.1,
};
const options = [cheap, fast, sure];
const equal = { cost: 1, 'lead-time': 1, reliability: 1, risk: 1 };
const only = (name: keyof typeof equal) => ({ cost: 0, 'lead-time': 0, reliability: 0, risk: 0, [name]: 1 });

const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyOptions = fc
  .array(
    fc.record({
      unitCost: fc.double({ min: 0.1, max: 100, noNaN: true }),
      leadTimeDays: fc.integer({ min: 0, max: 90 }),
      reliability: share,
      risk: share,
      capacityUnits: fc.integer({ min: 0, max: 200 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((given) => given.map((each, index) => ({ ...each, supplierId: `S${index}` })));
const anyWeights = fc.record({
  cost: share,
  'lead-time': share,
  reliability: share,
  risk: fc.double({ min: 0.01, max: 1, noNaN: true }),
});

describe('chooseSuppliers', () => {
  it('states why each supplier has its score', () => {
    const { suppliers } = chooseSuppliers({ options, weights: equal, units: 100 });
    expect(suppliers.map(({ supplierId, rank }) => [supplierId, rank])).toEqual([
      ['fast', 1],
      ['sure', 2],
      ['cheap', 3],
    ]);
    // 8/10, 6/6, 0.9 and 0.8, a quarter each.
    expect(suppliers[0]?.score).toBeCloseTo(87.5, 12);
    expect(suppliers[0]?.terms).toEqual([
      { name: 'cost', weight: 0.25, value: 0.8, points: expect.closeTo(20, 12) },
      { name: 'lead-time', weight: 0.25, value: 1, points: 25 },
      { name: 'reliability', weight: 0.25, value: 0.9, points: expect.closeTo(22.5, 12) },
      { name: 'risk', weight: 0.25, value: 0.8, points: expect.closeTo(20, 12) },
    ]);
    // 8/16, 6/12, 1 and 0.9.
    expect(suppliers[1]?.score).toBeCloseTo(72.5, 12);
    // 8/8, 6/30, 0.6 and 0.5.
    expect(suppliers[2]?.score).toBeCloseTo(57.5, 12);
  });

  it.each([
    ['cost', 'cheap'],
    ['lead-time', 'fast'],
    ['reliability', 'sure'],
    ['risk', 'sure'],
  ] as const)('has another winner where only %s counts: %s', (name, winner) => {
    expect(chooseSuppliers({ options, weights: only(name), units: 1 }).suppliers[0]?.supplierId).toBe(winner);
  });

  it('gives all to the best, unless it may not have so much or cannot deliver it', () => {
    const units = (more: Partial<Parameters<typeof chooseSuppliers>[0]>) =>
      chooseSuppliers({ options, weights: equal, units: 100, ...more }).suppliers.map((each) => each.units);
    expect(units({})).toEqual([100, 0, 0]);
    expect(units({ mostShare: 0.6 })).toEqual([60, 40, 0]);
    expect(units({ mostShare: 0.45 })).toEqual([45, 45, 10]);
    expect(units({ options: [cheap, { ...fast, capacityUnits: 30 }, sure] })).toEqual([30, 70, 0]);
  });

  it('says what nobody can deliver', () => {
    const small = options.map((each) => ({ ...each, capacityUnits: 20 }));
    const { kind, missingUnits, suppliers } = chooseSuppliers({ options: small, weights: equal, units: 100 });
    expect([kind, missingUnits]).toEqual(['short', 40]);
    expect(suppliers.map((each) => each.share)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    const none = [{ ...cheap, capacityUnits: 0 }];
    expect(chooseSuppliers({ options: none, weights: equal, units: 5 })).toMatchObject({
      kind: 'short',
      missingUnits: 5,
      suppliers: [{ units: 0, share: 0 }],
    });
    expect(chooseSuppliers({ options, weights: equal, units: 100, mostShare: 1 / 3 })).toMatchObject({
      kind: 'covered',
      missingUnits: 0,
    });
  });

  it('orders what is wanted or can be had, in shares of 1, the same whatever the order of the suppliers', () => {
    fc.assert(
      fc.property(anyOptions, anyWeights, fc.integer({ min: 1, max: 400 }), (given, weights, units) => {
        const choice = chooseSuppliers({ options: given, weights, units });
        expect(chooseSuppliers({ options: given.toReversed(), weights, units })).toEqual(choice);
        const ordered = choice.suppliers.reduce((sum, each) => sum + each.units, 0);
        const available = given.reduce((sum, { capacityUnits }) => sum + capacityUnits, 0);
        expect(ordered).toBeCloseTo(Math.min(units, available), 9);
        expect(ordered + choice.missingUnits).toBeCloseTo(units, 9);
        if (ordered > 0) {
          expect(choice.suppliers.reduce((sum, each) => sum + each.share, 0)).toBeCloseTo(1, 12);
        }
        for (const [index, { score, terms }] of choice.suppliers.entries()) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100 + 1e-9);
          expect(score).toBeLessThanOrEqual(choice.suppliers[index - 1]?.score ?? 100 + 1e-9);
          expect(terms.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 9);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('ranks twins by their id', () => {
    const twins = [
      { ...cheap, supplierId: 'b' },
      { ...cheap, supplierId: 'a' },
    ];
    const { suppliers } = chooseSuppliers({ options: twins, weights: equal, units: 1 });
    expect(suppliers.map(({ supplierId }) => supplierId)).toEqual(['a', 'b']);
  });

  it.each<[object, string, object]>([
    [{ options: [] }, 'options is empty; it must hold at least one supplier', { options: [cheap] }],
    [
      { options: [cheap, cheap] },
      'options names a supplier twice; each must be there once',
      { options: [cheap, fast] },
    ],
    [{ units: 0 }, 'units is 0; it must be a finite number greater than 0', { units: 0.1 }],
    [{ mostShare: 0 }, 'mostShare is 0; it must be greater than 0 and at most 1', { mostShare: 0.01 }],
    [{ mostShare: 1.1 }, 'mostShare is 1.1; it must be greater than 0 and at most 1', { mostShare: 1 }],
    [
      { weights: { ...equal, risk: -1 } },
      'weights.risk is -1; it must be a finite number, at least 0',
      { weights: { ...equal, risk: 0 } },
    ],
    [
      { weights: { cost: 0, 'lead-time': 0, reliability: 0, risk: 0 } },
      'weights are all 0; one of them must be greater than 0',
      { weights: only('risk') },
    ],
    [
      { options: [fast, { ...cheap, unitCost: 0 }] },
      'options[1].unitCost is 0; it must be a finite number greater than 0',
      { options: [fast, { ...cheap, unitCost: 0.01 }] },
    ],
    [
      { options: [{ ...cheap, leadTimeDays: -1 }] },
      'options[0].leadTimeDays is -1; it must be a finite number, at least 0',
      { options: [{ ...cheap, leadTimeDays: 0 }] },
    ],
    [
      { options: [{ ...cheap, reliability: 1.1 }] },
      'options[0].reliability is 1.1; it must lie between 0 and 1',
      { options: [{ ...cheap, reliability: 1 }] },
    ],
    [
      { options: [{ ...cheap, risk: -0.1 }] },
      'options[0].risk is -0.1; it must lie between 0 and 1',
      { options: [{ ...cheap, risk: 0 }] },
    ],
    [
      { options: [{ ...cheap, capacityUnits: -1 }] },
      'options[0].capacityUnits is -1; it must be a finite number, at least 0',
      { options: [{ ...cheap, capacityUnits: 0 }] },
    ],
  ])('refuses %j', (wrong, message, right) => {
    const input = { options, weights: equal, units: 10 };
    expect(() => chooseSuppliers({ ...input, ...wrong })).toThrow(new RangeError(message));
    expect(chooseSuppliers({ ...input, ...right }).suppliers.length).toBeGreaterThan(0);
  });
});
