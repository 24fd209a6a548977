export * from './economic-order-quantity/index.ts';
export * from './newsvendor/index.ts';
export * from './order-up-to/index.ts';
export * from './perishable/index.ts';
export * from './reorder-point/index.ts';
export * from './replay/index.ts';
export * from './safety-stock/index.ts';
