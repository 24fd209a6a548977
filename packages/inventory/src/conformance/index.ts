export { type ConformanceCase, parseCases, type Tolerance } from './case.ts';
export type { Difference } from './compare.ts';
export { type CaseResult, type ConformanceReport, type KindResult, runCases } from './run-cases.ts';
