import type { ConformanceKinds } from '../kind.ts';

export const newsvendorKinds: ConformanceKinds = {};
