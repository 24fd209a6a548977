export * from './allocation/index.ts';
export * from './clustering/index.ts';
export * from './markdown/index.ts';
