export * from './transshipment/index.ts';
