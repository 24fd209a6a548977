import type { ConformanceKinds } from '../kind.ts';

export const expiryKinds: ConformanceKinds = {};
