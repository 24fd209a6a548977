import type { SeriesInput } from '../project-series.ts';
import { mulberry32 } from './drawn-demand.ts';

/** Series of three to five batches each, with demand as distributions and decisions; the same for the same count. */
export function manySeries(count: number): SeriesInput[] {
  const slow = [0.5, 0.3, 0.15, 0.05];
  const fast = [0.1, 0.15, 0.2, 0.2, 0.15, 0.1, 0.05, 0.05];
  return Array.from({ length: count }, (_, index): SeriesInput => {
    const random = mulberry32(index + 1);
    const whole = (below: number) => Math.floor(random() * below);
    const batches = Array.from({ length: 3 + whole(3) }, (_, i) => ({
      batchId: `b${i}`,
      units: 1 + whole(12),
      sellableDays: 1 + whole(12),
      arrivalDay: 1 + whole(3),
    }));
    return {
      key: `store ${index % 7}/item ${index}`,
      batches,
      demand: { daily: new Array(14).fill(whole(2) === 0 ? slow : fast) },
      freshestFirstShare: [0, 0.3, 1][whole(3)]!,
      decisions: {
        liquidations: [{ batchId: 'b0', units: 1, day: 3 }],
        demandChanges: [{ fromDay: 4, factor: 1.3 }],
      },
    };
  });
}
