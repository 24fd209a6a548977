import type { Measurement } from './measurement.ts';

export const policyMeasurements: Measurement[] = [];
