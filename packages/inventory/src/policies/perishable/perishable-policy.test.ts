import { describe, expect, it } from 'vitest';
import { baseStockPolicy, type ReplaySituation, replayPolicy } from '../replay/index.ts';
import { perishablePolicy } from './perishable-policy.ts';

const poissonOf5 = Array.from({ length: 22 }, (_, count) => {
  let probability = Math.exp(-5);
  for (let n = 1; n <= count; n++) probability *= 5 / n;
  return probability;
});
const rest = 1 - poissonOf5.reduce((sum, p) => sum + p, 0);
const shop: ReplaySituation = {
  demand: { daily: new Array(120).fill([...poissonOf5, rest]) },
  paths: 60,
  warmUpDays: 20,
  leadTimeDays: 1,
  shelfLifeDays: 4,
  unmetDemand: 'lost',
  packUnits: 1,
  freshestFirstShare: 0.5,
  seed: 3,
};
const ewa = { leadTimeDays: 1, shelfLifeDays: 4, freshestFirstShare: 0.5 };

describe('perishablePolicy', () => {
  it('is the base stock policy where nothing perishes', () => {
    const { shelfLifeDays: _, ...lasting } = shop;
    const policy = perishablePolicy({ leadTimeDays: 1, safetyStock: 4 });
    const level = baseStockPolicy({ orderUpToLevel: 14 });
    const steady: ReplaySituation = {
      ...lasting,
      demand: { daily: new Array(120).fill([0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5]) },
    };
    expect(replayPolicy(steady, policy)).toEqual(replayPolicy(steady, level));
    const backordered = { ...steady, unmetDemand: 'backordered' as const };
    expect(replayPolicy(backordered, policy)).toEqual(replayPolicy(backordered, level));
  });

  it('serves more customers than the base stock of the same safety stock, by ordering for what will expire', () => {
    // Four days to cover of a life of four: what expires before the next order arrives is many units.
    const farShop = { ...shop, leadTimeDays: 3 };
    const base = replayPolicy(farShop, baseStockPolicy({ orderUpToLevel: 26 }));
    const aging = replayPolicy(farShop, perishablePolicy({ ...ewa, leadTimeDays: 3, safetyStock: 6 }));
    expect(aging.fillRate!.value).toBeGreaterThan(base.fillRate!.value + 3 * base.fillRate!.standardError);
  });

  it('wastes less than base stock at no lower fill rate where much expires before the order arrives', () => {
    const farShop = { ...shop, leadTimeDays: 3, paths: 150 };
    const base = replayPolicy(farShop, baseStockPolicy({ orderUpToLevel: 25 }));
    const aging = replayPolicy(farShop, perishablePolicy({ ...ewa, leadTimeDays: 3, safetyStock: 4 }));
    expect(aging.fillRate!.value).toBeGreaterThan(base.fillRate!.value);
    expect(aging.wastePerDay.value).toBeLessThan(base.wastePerDay.value - 3 * base.wastePerDay.standardError);
  });

  it('wastes less when the safety stock covers what will expire', () => {
    const plain = replayPolicy(shop, perishablePolicy({ ...ewa, safetyStock: 4 }));
    const covered = replayPolicy(shop, perishablePolicy({ ...ewa, safetyStock: 4, rule: 'ewa-ss' }));
    expect(covered.wastePerDay.value).toBeLessThan(plain.wastePerDay.value);
    expect(covered.fillRate!.value).toBeLessThan(plain.fillRate!.value);
  });

  it('covers lead time and review period on the calendar of the replay', () => {
    const policy = perishablePolicy({
      leadTimeDays: 2,
      reviewPeriodDays: 2,
      shelfLifeDays: 3,
      safetyStock: 1,
    });
    const state = {
      day: 11,
      onHandUnits: 9,
      onOrderUnits: 6,
      backorderUnits: 2,
      positionUnits: 13,
      batchesOnHand: () => [{ units: 9, remainingDays: 1 }],
      openOrders: () => [{ units: 6, arrivalDay: 12 }],
      expectedDemand: (days: number) => 4 * days,
    };
    // 16 + 1 − 9 − 6 + 5 that expire today + 2 owed; the 6 on the way last until day 14
    expect(policy(state)).toBe(9);
  });
});
