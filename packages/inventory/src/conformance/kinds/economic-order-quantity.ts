import type { ConformanceKinds } from '../kind.ts';

export const economicOrderQuantityKinds: ConformanceKinds = {};
