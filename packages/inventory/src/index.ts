export * from './expiry/index.ts';
