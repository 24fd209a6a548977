import type { ConformanceKinds } from '../kind.ts';

export const networkKinds: ConformanceKinds = {};
