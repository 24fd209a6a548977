import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderInPacks } from './order-rounding.ts';

describe('orderInPacks', () => {
  it('orders three packs of 12 for a need of 33 with a minimum of 24', () => {
    expect(orderInPacks({ neededUnits: 33, packSize: 12, minimumUnits: 24 })).toEqual({
      neededUnits: 33,
      roundingUnits: 3,
      units: 36,
      packs: 3,
      rule: 'pack',
    });
  });

  it.each([
    [{ neededUnits: 24, packSize: 12 }, 24, 'none'],
    [{ neededUnits: 2.5 }, 3, 'pack'],
    [{ neededUnits: 5, minimumUnits: 20, packSize: 12 }, 24, 'minimum'],
    [{ neededUnits: 23, minimumUnits: 20, packSize: 12 }, 24, 'pack'],
    [{ neededUnits: 100, packSize: 12, maximumUnits: 60 }, 60, 'maximum'],
    [{ neededUnits: 60, packSize: 12, maximumUnits: 60 }, 60, 'none'],
    [{ neededUnits: 59, packSize: 12, maximumUnits: 60 }, 60, 'pack'],
    [{ neededUnits: 100, packSize: 12, maximumUnits: 59 }, 48, 'maximum'],
    [{ neededUnits: 0, minimumUnits: 20 }, 0, 'none'],
    [{ neededUnits: -7, minimumUnits: 20 }, 0, 'none'],
    [{ neededUnits: 0.1 + 0.2, packSize: 0.1 }, 0.1 * 3, 'none'],
  ] as const)('%j orders %d, decided by %s', (options, units, rule) => {
    expect(orderInPacks(options)).toMatchObject({ units, rule });
  });

  it('covers the need, reaches the minimum and is the smallest number of packs that does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 300 }),
        (neededUnits, packSize, minimumUnits) => {
          const order = orderInPacks({ neededUnits, packSize, minimumUnits });
          const least = Math.max(neededUnits, minimumUnits);
          expect(order.units).toBeGreaterThanOrEqual(least);
          expect(order.units - packSize).toBeLessThan(least);
          expect(order.units).toBe(order.packs * packSize);
          expect(order.neededUnits + order.roundingUnits).toBe(order.units);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    [{ packSize: 0 }, 'packSize is 0; it must be a finite number greater than 0', { packSize: 0.5 }],
    [{ minimumUnits: -1 }, 'minimumUnits is -1; it must be a finite number, at least 0', { minimumUnits: 0 }],
    [
      { maximumUnits: 0 },
      'maximumUnits is 0; it must be a finite number greater than 0',
      { maximumUnits: 1 },
    ],
    [
      { maximumUnits: 23, packSize: 12, minimumUnits: 20 },
      'maximumUnits is 23; it must be at least 24, the smallest order of whole packs that reaches the minimum',
      { maximumUnits: 24, packSize: 12, minimumUnits: 20 },
    ],
    [
      { maximumUnits: 11, packSize: 12 },
      'maximumUnits is 11; it must be at least 12, the smallest order of whole packs that reaches the minimum',
      { maximumUnits: 12, packSize: 12 },
    ],
  ])('refuses %j', (rules, message, accepted) => {
    expect(() => orderInPacks({ neededUnits: 1, ...rules })).toThrow(new RangeError(message));
    expect(orderInPacks({ neededUnits: 1, ...accepted }).units).toBeGreaterThanOrEqual(1);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses a need of %d', (neededUnits) => {
    expect(() => orderInPacks({ neededUnits })).toThrow(
      new RangeError(`neededUnits is ${neededUnits}; it must be a number below infinity`),
    );
    expect(orderInPacks({ neededUnits: 1e9 }).units).toBe(1e9);
  });
});
