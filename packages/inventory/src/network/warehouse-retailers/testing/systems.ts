import fc from 'fast-check';
import type { Retailer, WarehouseRetailerSystem } from '../warehouse-retailer-system.ts';

export const retailer: Retailer = { demandRate: 1, leadTime: 1, holdingCost: 1, stockoutCost: 9 };
export const pair: WarehouseRetailerSystem = {
  warehouse: { leadTime: 1, holdingCost: 0.5 },
  retailers: [retailer, { ...retailer, demandRate: 2 }],
};

export const quarters = (min: number, max: number) => fc.integer({ min, max }).map((count) => count / 4);
export const anyRetailer: fc.Arbitrary<Retailer> = fc.record({
  demandRate: quarters(1, 8),
  leadTime: quarters(0, 8),
  holdingCost: quarters(1, 8),
  stockoutCost: quarters(1, 80),
});
export const systems = (maxRetailers: number): fc.Arbitrary<WarehouseRetailerSystem> =>
  fc.record({
    warehouse: fc.record({ leadTime: quarters(0, 8), holdingCost: quarters(1, 8) }),
    retailers: fc.array(anyRetailer, { minLength: 1, maxLength: maxRetailers }),
  });
