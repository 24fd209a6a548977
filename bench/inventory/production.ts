import type { Measurement } from './measurement.ts';

export const productionMeasurements: Measurement[] = [];
