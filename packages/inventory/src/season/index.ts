export * from './clustering/index.ts';
