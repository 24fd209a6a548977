import { beforeAll, describe, expect, it } from 'vitest';
import { dayNumberOf, weekdayOf } from './calendar.ts';
import { continueCompany, type SimulatedCompany, simulateCompany } from './company.ts';
import { salesRows } from './tables.ts';
import type { SeriesRecord } from './types.ts';

/** A company the size of the demo, and what a grocer would find plausible in it. */
describe('a simulated grocer', () => {
  let company: SimulatedCompany;
  beforeAll(() => {
    company = simulateCompany({ seed: 7, endDate: '2026-11-15' });
  });

  function total(
    pick: (series: SeriesRecord) => ArrayLike<number>,
    ofLife = (_days: number) => true,
  ): number {
    let units = 0;
    for (const record of company.records) {
      if (!ofLife(record.item.shelfLifeDays)) continue;
      for (const series of record.series) for (const value of Array.from(pick(series))) units += value;
    }
    return units;
  }

  it('has 2,000 to 2,600 series and about a million rows of sales', () => {
    const series = company.records.reduce((count, record) => count + record.series.length, 0);
    expect(series).toBeGreaterThan(2000);
    expect(series).toBeLessThan(2600);
    let rows = 0;
    for (const row of salesRows(company)) rows += row.units_sold > 0 ? 1 : 0;
    expect(rows).toBeGreaterThan(900_000);
  });

  it('wastes 2 to 5 % of the perishable units that leave the shelf', () => {
    const perishable = (days: number) => days <= 90;
    const wasted = total((series) => series.wastedUnits, perishable);
    const sold = total((series) => series.unitsSold, perishable);
    expect(wasted / (wasted + sold)).toBeGreaterThan(0.02);
    expect(wasted / (wasted + sold)).toBeLessThan(0.05);
  });

  it('is out of stock on 1 to 6 % of the days', () => {
    const open = total((series) => series.meanDemand.map((mean) => (mean > 0 ? 1 : 0)));
    const share = total((series) => series.stockOut) / open;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.06);
  });

  it('sells what is wanted where nobody was turned away, bargain hunters aside', () => {
    for (const { item, series } of company.records) {
      for (const one of item.marksDown ? [] : series) {
        const wrong = one.unitsSold.findIndex(
          (sold, at) => one.stockOut[at] === 0 && sold !== one.demand[at],
        );
        expect(wrong).toBe(-1);
      }
    }
  });

  it('wants on average what the truth says', () => {
    const ratio = total((series) => series.demand) / total((series) => series.meanDemand);
    expect(ratio).toBeGreaterThan(0.995);
    expect(ratio).toBeLessThan(1.005);
  });

  it("shows each store's week in its sales of long-lived items", () => {
    for (const store of company.stores) {
      const units = new Float64Array(7);
      for (const { item, series } of company.records) {
        if (item.shelfLifeDays <= 90 || item.launchDate) continue;
        for (const one of series.filter(({ storeId }) => storeId === store.storeId)) {
          for (const [at, sold] of one.unitsSold.entries()) {
            const weekday = weekdayOf(one.startDay + at);
            units[weekday] = (units[weekday] as number) + sold;
          }
        }
      }
      const mean = units.reduce((sum, value) => sum + value, 0) / 7;
      for (const [weekday, factor] of store.weekdayFactors.entries()) {
        expect(Math.abs((units[weekday] as number) / mean / factor - 1)).toBeLessThan(0.09);
      }
    }
  });

  it('lets demand on promotion days follow the true elasticity of each item', () => {
    let wanted = 0;
    let atRegularPrice = 0;
    let predicted = 0;
    for (const { item, market, series } of company.records) {
      for (const one of series) {
        for (const [at, demand] of one.demand.entries()) {
          const day = one.startDay + at - market.firstDay;
          if (market.promoted[day] === 0) continue;
          const cut = (market.offeredCents[day] as number) / (market.regularCents[day] as number);
          wanted += demand;
          predicted += one.meanDemand[at] as number;
          atRegularPrice += (one.meanDemand[at] as number) * cut ** item.elasticity;
        }
      }
    }
    expect(wanted / predicted).toBeCloseTo(1, 1);
    // 15 to 30 % off at elasticities from 1.2 to 3: at least 1 / 0.85^1.2 = 1.22, at most 1 / 0.7^3 = 2.92.
    expect(wanted / atRegularPrice).toBeGreaterThan(1.22);
    expect(wanted / atRegularPrice).toBeLessThan(2.92);
  });

  it('ends with batches at real risk in most stores, sold at differing speeds', () => {
    const endDay = dayNumberOf(company.endDate);
    const doomed = continueCompany(company, 45).batches.filter(
      ({ batch }) => batch.firstReceivedDay <= endDay && batch.expiryDay > endDay && batch.wastedUnits >= 3,
    );
    expect(new Set(doomed.map(({ storeId }) => storeId)).size).toBeGreaterThan(15);
    expect(new Set(doomed.map(({ skuId }) => skuId)).size).toBeGreaterThan(30);
  });
});
