import type { Measurement } from './measurement.ts';

export const seasonMeasurements: Measurement[] = [];
