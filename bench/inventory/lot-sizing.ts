import type { Measurement } from './measurement.ts';

export const lotSizingMeasurements: Measurement[] = [];
