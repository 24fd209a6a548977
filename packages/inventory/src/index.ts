export * from './expiry/index.ts';
export * from './lot-sizing/index.ts';
export * from './network/index.ts';
export * from './policies/index.ts';
export * from './production/index.ts';
export * from './projection/index.ts';
export * from './season/index.ts';
export * from './suppliers/index.ts';
