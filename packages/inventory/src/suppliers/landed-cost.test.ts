import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LandedCostUse, landedCost, type SupplierOffer } from './landed-cost.ts';
import { rankSuppliers } from './supplier-ranking.ts';

const offer: SupplierOffer = {
  supplierId: 'far',
  unitCost: 10,
  freight: 1,
  dutyRate: 0.1,
  fixedCost: 90,
  orderQuantity: 600,
  leadTimeMeanDays: 30,
  leadTimeStandardDeviationDays: 5,
  rejectShare: 0.04,
  rejectCost: 6,
};
const use: LandedCostUse = {
  demandMeanPerDay: 20,
  demandStandardDeviationPerDay: 8,
  reviewPeriodDays: 6,
  // z = 1.959963984540054
  cycleServiceLevel: 0.975,
  holdingCostRatePerYear: 0.365,
};

const cost = (max: number) => fc.double({ min: 0, max, noNaN: true });
const offers: fc.Arbitrary<SupplierOffer> = fc.record({
  supplierId: fc.uuid(),
  unitCost: fc.double({ min: 0.5, max: 200, noNaN: true }),
  freight: cost(20),
  dutyRate: cost(0.5),
  fixedCost: cost(500),
  orderQuantity: fc.double({ min: 1, max: 5000, noNaN: true }),
  leadTimeMeanDays: cost(120),
  leadTimeStandardDeviationDays: cost(30),
  rejectShare: cost(0.3),
});
const uses: fc.Arbitrary<LandedCostUse> = fc.record({
  demandMeanPerDay: fc.double({ min: 0.1, max: 500, noNaN: true }),
  demandStandardDeviationPerDay: cost(200),
  reviewPeriodDays: cost(28),
  cycleServiceLevel: fc.double({ min: 0.01, max: 0.999, noNaN: true }),
  holdingCostRatePerYear: cost(0.6),
});

describe('landedCost', () => {
  it('adds up to a sheet that can be worked by hand', () => {
    const result = landedCost({ ...offer, ...use });
    // √(36 x 64 + 100²) = √12304 = 110.923; a unit is worth 12.1 and costs 0.0121 a day to hold.
    const safetyStock = 1.959963984540054 * Math.sqrt(12304);
    const expected = [
      ['price', 10],
      ['freight', 1],
      ['duty', 1.1],
      ['rejects', (0.04 / 0.96) * 6],
      ['ordering', 90 / 576],
      ['cycle-stock', (0.0121 * 288) / 20],
      ['pipeline-stock', (0.0121 * 30) / 0.96],
      ['safety-stock', (0.0121 * safetyStock) / 20],
    ] as const;
    expect(result.supplierId).toBe('far');
    expect(result.safetyStockUnits).toBeCloseTo(safetyStock, 9);
    expect(result.terms).toEqual(expected.map(([name, each]) => ({ name, cost: expect.closeTo(each, 10) })));
    expect(result.cost).toBeCloseTo(
      expected.reduce((sum, [, each]) => sum + each, 0),
      10,
    );
  });

  it('agrees with the books of a year, refused units and all', () => {
    const { cost, safetyStockUnits } = landedCost({ ...offer, ...use });
    // 7300 usable units a year; 7300/0.96 are ordered, 600 at a time, of which 576 can be used.
    const ordered = 7300 / 0.96;
    const stock = 576 / 2 + safetyStockUnits;
    const onTheirWay = (ordered / 365) * 30;
    const year =
      7300 * 12.1 + (ordered - 7300) * 6 + (ordered / 600) * 90 + (stock + onTheirWay) * 12.1 * 0.365;
    expect(cost * 7300).toBeCloseTo(year, 6);
  });

  it('counts price and stock only, where nothing else is stated', () => {
    const { freight, dutyRate, fixedCost, rejectShare, rejectCost, ...bare } = offer;
    const { reviewPeriodDays, ...continuous } = use;
    const { terms, safetyStockUnits } = landedCost({ ...bare, ...continuous, holdingCostRatePerYear: 0 });
    expect(terms.map((term) => term.cost)).toEqual([10, 0, 0, 0, 0, 0, 0, 0]);
    expect(safetyStockUnits).toBeCloseTo(1.959963984540054 * Math.sqrt(30 * 64 + 10000), 9);
  });

  it('charges the full cost of a refused unit, unless it is told what is lost', () => {
    const { rejectCost, ...unstated } = offer;
    const rejects = landedCost({ ...unstated, ...use }).terms.find(({ name }) => name === 'rejects');
    expect(rejects?.cost).toBeCloseTo((0.04 / 0.96) * 12.1, 12);
  });

  it('charges the pipeline for the days that are paid, where they are not the lead time', () => {
    const pipeline = landedCost({ ...offer, ...use, pipelineDays: 12 }).terms[6];
    expect(pipeline).toEqual({ name: 'pipeline-stock', cost: expect.closeTo((0.0121 * 12) / 0.96, 12) });
  });

  it('holds no safety stock for a service level below one half', () => {
    expect(landedCost({ ...offer, ...use, cycleServiceLevel: 0.4 }).safetyStockUnits).toBe(0);
    expect(landedCost({ ...offer, ...use, cycleServiceLevel: 0.6 }).safetyStockUnits).toBeGreaterThan(0);
  });

  it('never falls with longer or more variable lead times, more variable demand or a higher service level', () => {
    const more = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(offers, uses, more, (given, purpose, step) => {
        const input = { ...given, ...purpose };
        const base = landedCost(input).cost * (1 - 1e-12);
        expect(
          landedCost({ ...input, leadTimeMeanDays: given.leadTimeMeanDays + step }).cost,
        ).toBeGreaterThanOrEqual(base);
        expect(
          landedCost({
            ...input,
            leadTimeStandardDeviationDays: given.leadTimeStandardDeviationDays + step,
          }).cost,
        ).toBeGreaterThanOrEqual(base);
        expect(
          landedCost({
            ...input,
            demandStandardDeviationPerDay: purpose.demandStandardDeviationPerDay + step,
          }).cost,
        ).toBeGreaterThanOrEqual(base);
        const cycleServiceLevel = purpose.cycleServiceLevel + (0.9995 - purpose.cycleServiceLevel) / 2;
        expect(landedCost({ ...input, cycleServiceLevel }).cost).toBeGreaterThanOrEqual(base);
      }),
      { numRuns: 200 },
    );
  });

  it('scales with the currency', () => {
    fc.assert(
      fc.property(offers, uses, fc.double({ min: 0.01, max: 100, noNaN: true }), (given, purpose, scale) => {
        const inCents = {
          ...given,
          unitCost: given.unitCost * scale,
          freight: (given.freight ?? 0) * scale,
          fixedCost: (given.fixedCost ?? 0) * scale,
        };
        const ratio = landedCost({ ...inCents, ...purpose }).cost / landedCost({ ...given, ...purpose }).cost;
        expect(ratio / scale).toBeCloseTo(1, 9);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['unitCost', 0, 'a finite number greater than 0', 0.01],
    ['orderQuantity', 0, 'a finite number greater than 0', 1],
    ['demandMeanPerDay', 0, 'a finite number greater than 0', 1],
    ['freight', -1, 'a finite number, at least 0', 0],
    ['dutyRate', -0.1, 'a finite number, at least 0', 0],
    ['fixedCost', -1, 'a finite number, at least 0', 0],
    ['leadTimeMeanDays', -1, 'a finite number, at least 0', 0],
    ['leadTimeStandardDeviationDays', -1, 'a finite number, at least 0', 0],
    ['pipelineDays', -1, 'a finite number, at least 0', 0],
    ['rejectCost', -1, 'a finite number, at least 0', 0],
    ['demandStandardDeviationPerDay', -1, 'a finite number, at least 0', 0],
    ['reviewPeriodDays', -1, 'a finite number, at least 0', 0],
    ['holdingCostRatePerYear', -1, 'a finite number, at least 0', 0],
    ['rejectShare', 1, 'at least 0 and less than 1', 0.99],
    ['rejectShare', -0.1, 'at least 0 and less than 1', 0],
    ['cycleServiceLevel', 1, 'greater than 0 and less than 1', 0.9999],
    ['cycleServiceLevel', 0, 'greater than 0 and less than 1', 0.0001],
  ] as const)('refuses a %s of %d', (name, value, range, nearest) => {
    expect(() => landedCost({ ...offer, ...use, [name]: value })).toThrow(
      new RangeError(`${name} is ${value}; it must be ${range}`),
    );
    expect(landedCost({ ...offer, ...use, [name]: nearest }).cost).toBeGreaterThan(0);
  });
});

describe('rankSuppliers', () => {
  const cheapButLate = {
    supplierId: 'cheap',
    unitCost: 9.8,
    orderQuantity: 100,
    leadTimeMeanDays: 20,
    leadTimeStandardDeviationDays: 25,
  };
  const dearButSure = {
    supplierId: 'sure',
    unitCost: 10,
    orderQuantity: 100,
    leadTimeMeanDays: 20,
    leadTimeStandardDeviationDays: 0,
  };

  it('puts a dear and punctual supplier before a cheap and uncertain one', () => {
    const [first, second] = rankSuppliers({
      ...use,
      offers: [cheapButLate, dearButSure],
      currentSupplierId: 'cheap',
    });
    expect(first).toMatchObject({ supplierId: 'sure', rank: 1 });
    expect(second).toMatchObject({ supplierId: 'cheap', rank: 2, savingsPerUnit: 0, savingsPerYear: 0 });
    const saved = (second?.cost ?? 0) - (first?.cost ?? 0);
    expect(saved).toBeGreaterThan(0);
    expect(first?.savingsPerUnit).toBeCloseTo(saved, 12);
    expect(first?.savingsPerYear).toBeCloseTo(saved * 20 * 365, 6);
  });

  it('states no savings without a current supplier', () => {
    const [first] = rankSuppliers({ ...use, offers: [dearButSure] });
    expect(first).toEqual({ ...landedCost({ ...dearButSure, ...use }), rank: 1 });
  });

  it('ranks the same whatever the order of the offers, equal ones by id', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(offers, { minLength: 1, maxLength: 6, selector: (each) => each.supplierId }),
        uses,
        (given, purpose) => {
          const twins = given.map((each) => ({ ...each, supplierId: `${each.supplierId}-twin` }));
          const ranked = rankSuppliers({ ...purpose, offers: [...given, ...twins] });
          const turned = rankSuppliers({ ...purpose, offers: [...twins, ...given].toReversed() });
          expect(turned).toEqual(ranked);
          expect(ranked.map(({ rank }) => rank)).toEqual(ranked.map((_, index) => index + 1));
          for (const [index, each] of ranked.entries()) {
            expect(each.cost).toBeGreaterThanOrEqual(ranked[index - 1]?.cost ?? 0);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('ranks equal costs by id', () => {
    for (const ids of ['bac', 'abc', 'cba']) {
      const equal = [...ids].map((supplierId) => ({ ...dearButSure, supplierId }));
      const ranked = rankSuppliers({ ...use, offers: equal });
      expect(ranked.map(({ supplierId }) => supplierId)).toEqual(['a', 'b', 'c']);
    }
  });

  it('refuses no offer, two of one supplier, and a current supplier without one', () => {
    expect(() => rankSuppliers({ ...use, offers: [] })).toThrow(
      new RangeError('offers is empty; it must hold at least one offer'),
    );
    expect(() =>
      rankSuppliers({ ...use, offers: [dearButSure, { ...cheapButLate, supplierId: 'sure' }] }),
    ).toThrow(new RangeError('offers names a supplier twice; each must have one offer'));
    expect(() => rankSuppliers({ ...use, offers: [dearButSure], currentSupplierId: 'cheap' })).toThrow(
      new RangeError('currentSupplierId is cheap; it must have an offer'),
    );
    expect(
      rankSuppliers({ ...use, offers: [dearButSure, cheapButLate], currentSupplierId: 'cheap' }),
    ).toHaveLength(2);
  });
});
