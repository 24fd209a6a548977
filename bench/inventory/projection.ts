import type { Measurement } from './measurement.ts';

export const projectionMeasurements: Measurement[] = [];
