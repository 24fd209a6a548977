import type { Measurement } from './measurement.ts';

export const networkMeasurements: Measurement[] = [];
