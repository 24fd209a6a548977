import type { ConformanceKinds } from '../kind.ts';

export const seasonKinds: ConformanceKinds = {};
