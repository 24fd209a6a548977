import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectStock } from '../../projection/stock-projection.ts';
import { mulberry32 } from '../../projection/testing/drawn-demand.ts';
import {
  baseStockPolicy,
  minMaxPolicy,
  type OrderingPolicy,
  reorderPointQuantityPolicy,
} from './ordering-policy.ts';
import { replayPolicy } from './replay-policy.ts';
import type { ReplaySituation } from './replay-types.ts';

const nothing: OrderingPolicy = () => 0;

const anySituation = fc.integer().map((seed) => {
  const random = mulberry32(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const paths = 4;
  const days = 15;
  const situation: ReplaySituation = {
    demand: { paths, days, units: Int32Array.from({ length: paths * days }, () => whole(7)) },
    warmUpDays: whole(6),
    leadTimeDays: whole(2) === 0 ? whole(4) : [0.2, 0.3, 0, 0.5],
    reviewPeriodDays: 1 + whole(3),
    unmetDemand: whole(2) === 0 ? 'lost' : 'backordered',
    packUnits: 1 + whole(4),
    minimumOrderUnits: whole(6),
    freshestFirstShare: [0, 0.5, 1][whole(3)]!,
    openingBatches: [
      { units: whole(9), sellableDays: 1 + whole(9) },
      { units: whole(9), sellableDays: 1 + whole(9) },
      { units: whole(4) },
    ],
    seed,
    ...(whole(2) === 0 ? { shelfLifeDays: 1 + whole(6) } : {}),
  };
  const policies = [
    baseStockPolicy({ orderUpToLevel: whole(30) }),
    reorderPointQuantityPolicy({ reorderPoint: whole(15), orderQuantity: 1 + whole(12) }),
    minMaxPolicy({ minimum: whole(15), maximum: 15 + whole(15) }),
  ];
  return { situation, policy: policies[whole(3)]! };
});

describe('replayPolicy, in any situation', () => {
  it('loses and invents no unit, no order and no customer', () => {
    fc.assert(
      fc.property(anySituation, ({ situation, policy }) => {
        const { ledger } = replayPolicy(situation, policy);
        for (let path = 0; path < 4; path++) {
          const of = (name: keyof typeof ledger) => ledger[name][path]!;
          expect(of('opening') + of('received')).toBe(of('sold') + of('wasted') + of('closing'));
          expect(of('openingOnOrder') + of('ordered')).toBe(of('received') + of('closingOnOrder'));
          expect(of('openingBackorders') + of('demand')).toBe(
            of('sold') + of('lost') + of('closingBackorders'),
          );
          expect(of('shortCycles')).toBeLessThanOrEqual(of('cycles'));
          for (const counts of Object.values(ledger)) expect(counts[path]).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the stock projection when nothing is ordered: one shelf, one truth', () => {
    fc.assert(
      fc.property(anySituation, ({ situation }) => {
        const { openingBatches, demand, seed, freshestFirstShare } = situation;
        const { ledger } = replayPolicy({ ...situation, warmUpDays: 0, unmetDemand: 'lost' }, nothing);
        const projection = projectStock({
          batches: openingBatches!.map(({ units, sellableDays = 999 }, i) => ({
            batchId: `${i}`,
            units,
            sellableDays,
          })),
          demand,
          seed,
          freshestFirstShare: freshestFirstShare!,
        });
        for (let path = 0; path < 4; path++) {
          let wasted = 0;
          for (const { wastedUnits } of projection.batches) wasted += wastedUnits[path]!;
          expect(ledger.wasted[path]).toBe(wasted);
          expect(ledger.lost[path]).toBe(projection.unmetUnits[path]);
          expect(ledger.closing[path]).toBe(projection.closingUnits[path]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('scales its cost with the currency', () => {
    fc.assert(
      fc.property(anySituation, fc.integer({ min: 2, max: 100 }), ({ situation, policy }, rate) => {
        const costs = { fixedPerOrder: 3, holdingPerUnitPerDay: 2, shortagePerUnit: 5, wastePerUnit: 1 };
        const dear = Object.fromEntries(Object.entries(costs).map(([name, cost]) => [name, cost * rate]));
        const one = replayPolicy({ ...situation, costs }, policy).costPerDay;
        const other = replayPolicy({ ...situation, costs: dear }, policy).costPerDay;
        expect(other.value).toBeCloseTo(one.value * rate, 8);
        expect(other.standardError).toBeCloseTo(one.standardError * rate, 8);
      }),
      { numRuns: 100 },
    );
  });

  it('serves no less from a higher base stock that does not perish', () => {
    fc.assert(
      fc.property(anySituation, fc.nat(20), fc.nat(10), ({ situation }, level, more) => {
        const { shelfLifeDays: _, ...lasting } = situation;
        const fixed: ReplaySituation = {
          ...lasting,
          leadTimeDays: 2,
          packUnits: 1,
          minimumOrderUnits: 0,
          openingBatches: [],
          unmetDemand: 'backordered',
        };
        const unmet = (orderUpToLevel: number) =>
          replayPolicy(fixed, baseStockPolicy({ orderUpToLevel })).ledger.unmet;
        const before = unmet(level);
        unmet(level + more).forEach((units, path) => {
          expect(units).toBeLessThanOrEqual(before[path]!);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('owes no less under a longer lead time', () => {
    fc.assert(
      fc.property(anySituation, fc.nat(3), fc.nat(3), ({ situation }, leadTimeDays, more) => {
        const { shelfLifeDays: _, ...lasting } = situation;
        const owed = (days: number) =>
          replayPolicy(
            {
              ...lasting,
              openingBatches: [],
              packUnits: 1,
              minimumOrderUnits: 0,
              warmUpDays: 0,
              unmetDemand: 'backordered',
              leadTimeDays: days,
            },
            baseStockPolicy({ orderUpToLevel: 12 }),
          ).ledger.backorderDays;
        const short = owed(leadTimeDays);
        owed(leadTimeDays + more).forEach((units, path) => {
          expect(units).toBeGreaterThanOrEqual(short[path]!);
        });
      }),
      { numRuns: 150 },
    );
  });
});
