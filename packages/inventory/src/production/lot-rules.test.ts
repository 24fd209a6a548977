import { describe, expect, it } from 'vitest';
import { lotQuantity, periodsCovered } from './lot-rules.ts';

describe('lotQuantity', () => {
  it('rounds lot-for-lot and periodic quantities to whole units where asked', () => {
    for (const rule of [{ kind: 'lot-for-lot' }, { kind: 'periodic-order-quantity', periods: 2 }] as const) {
      expect(lotQuantity(rule, 2.5, true)).toBe(3);
      expect(lotQuantity(rule, 2.5, false)).toBe(2.5);
    }
  });

  it('takes the smallest multiple that covers the need', () => {
    const rule = { kind: 'fixed-order-quantity', quantity: 40 } as const;
    expect([1, 40, 41, 80, 80.5].map((need) => lotQuantity(rule, need, true))).toEqual([40, 40, 80, 80, 120]);
  });

  it('raises to the minimum before it rounds to the multiple', () => {
    const rule = { kind: 'minimum-and-multiple', minimum: 125, multiple: 100 } as const;
    expect([90, 200, 201].map((need) => lotQuantity(rule, need, false))).toEqual([200, 200, 300]);
    const minimum = { kind: 'minimum-and-multiple', minimum: 12.5 } as const;
    expect(lotQuantity(minimum, 3, false)).toBe(12.5);
    expect(lotQuantity(minimum, 3, true)).toBe(13);
  });
});

it('an order covers one period unless its quantity is periodic', () => {
  expect(periodsCovered({ kind: 'lot-for-lot' })).toBe(1);
  expect(periodsCovered({ kind: 'periodic-order-quantity', periods: 4 })).toBe(4);
});
