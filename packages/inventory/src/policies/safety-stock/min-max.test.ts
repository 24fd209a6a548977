import { describe, expect, it } from 'vitest';
import { safetyStockForCycleService } from './cycle-service.ts';
import { minMaxLevels, minMaxOrder } from './min-max.ts';

const terms = safetyStockForCycleService({
  demandMean: 10,
  demandStandardDeviation: 4,
  leadTime: 4,
  cycleServiceLevel: 0.95,
});

describe('minMaxLevels', () => {
  it('rounds the level and the level plus the quantity up', () => {
    // 40 + 1.645 × 8 = 53.16; + 30.5 = 83.66
    expect(minMaxLevels({ terms, orderQuantity: 30.5 })).toEqual({
      minimum: 54,
      maximum: 84,
      terms,
      orderQuantity: 30.5,
    });
  });

  it('leaves whole levels alone, negative ones too', () => {
    expect(minMaxLevels({ terms: { ...terms, level: 98 + 1e-13 }, orderQuantity: 2 })).toMatchObject({
      minimum: 98,
      maximum: 100,
    });
    const { minimum } = minMaxLevels({ terms: { ...terms, level: -0.5 }, orderQuantity: 0 });
    expect(Object.is(minimum, 0)).toBe(true);
  });

  it('refuses a negative quantity and takes 0', () => {
    expect(() => minMaxLevels({ terms, orderQuantity: -1 })).toThrow(
      new RangeError('orderQuantity is -1; it must be a finite number, at least 0'),
    );
    expect(minMaxLevels({ terms, orderQuantity: 0 }).maximum).toBe(54);
    expect(() => minMaxLevels({ terms: { ...terms, level: Number.NaN }, orderQuantity: 0 })).toThrow(
      new RangeError('level is NaN; it must be a finite number'),
    );
  });
});

describe('minMaxOrder', () => {
  it('orders 33 from a stock of 7 with minimum 10 and maximum 40', () => {
    expect(minMaxOrder({ position: 7, minimum: 10, maximum: 40 }).units).toBe(33);
    expect(minMaxOrder({ position: 7, minimum: 10, maximum: 40, packSize: 12, minimumUnits: 24 }).units).toBe(
      36,
    );
  });

  it('orders as soon as the position is at the minimum', () => {
    expect(minMaxOrder({ position: 11, minimum: 10, maximum: 40 }).units).toBe(0);
    expect(minMaxOrder({ position: 10, minimum: 10, maximum: 40 }).units).toBe(30);
    expect(minMaxOrder({ position: 9, minimum: 10, maximum: 40 }).units).toBe(31);
    expect(minMaxOrder({ position: -5, minimum: 10, maximum: 40 }).units).toBe(45);
  });

  it('refuses a maximum below the minimum and takes an equal one', () => {
    expect(() => minMaxOrder({ position: 7, minimum: 10, maximum: 9 })).toThrow(
      new RangeError('maximum is 9; it must be at least minimum, 10'),
    );
    expect(minMaxOrder({ position: 7, minimum: 10, maximum: 10 }).units).toBe(3);
  });

  it.each(['position', 'minimum', 'maximum'])('refuses a %s that is no number', (name) => {
    expect(() => minMaxOrder({ position: 7, minimum: 10, maximum: 40, [name]: Number.NaN })).toThrow(
      new RangeError(`${name} is NaN; it must be a finite number`),
    );
  });
});
