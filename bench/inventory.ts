import { clusteringMeasurements } from './inventory/clustering.ts';
import { lotSizingMeasurements } from './inventory/lot-sizing.ts';
import type { Measurement } from './inventory/measurement.ts';
import { networkMeasurements } from './inventory/network.ts';
import { policyMeasurements } from './inventory/policies.ts';
import { productionMeasurements } from './inventory/production.ts';
import { projectionMeasurements } from './inventory/projection.ts';
import { seasonMeasurements } from './inventory/season.ts';
import { type TableColumn, textTable } from './text-table.ts';

/**
 * How fast the inventory mathematics is and how its time grows: `node bench/inventory.ts [AREA…]`.
 *
 * Each size runs for about half a second after a warm-up; where there is a plain method to compare with, the
 * two run in turns in the same process and the ratio of their times is printed. Growth is the exponent b of
 * time ~ size^b between a size and the one before it.
 */

const BUDGET_MS = 500;
const areas = process.argv.slice(2);
const measurements: Measurement[] = [
  ...policyMeasurements,
  ...lotSizingMeasurements,
  ...networkMeasurements,
  ...seasonMeasurements,
  ...clusteringMeasurements,
  ...productionMeasurements,
  ...projectionMeasurements,
];

const columns: TableColumn[] = [
  { heading: 'area', align: 'left' },
  { heading: 'what', align: 'left' },
  { heading: 'size' },
  { heading: 'per second' },
  { heading: 'unit', align: 'left' },
  { heading: 'growth' },
  { heading: 'against', align: 'left' },
  { heading: 'times as fast' },
];
const rows: string[][] = [];
for (const measurement of measurements) {
  if (areas.length > 0 && !areas.includes(measurement.area)) continue;
  let earlier: { size: number; msPerRun: number } | undefined;
  for (const size of measurement.sizes) {
    const { msPerRun, perSecond, ratio, against } = measure(measurement, size);
    rows.push([
      measurement.area,
      measurement.name,
      `${size.toLocaleString('en')} ${measurement.sizeUnit}`,
      perSecond >= 100 ? Math.round(perSecond).toLocaleString('en') : perSecond.toPrecision(3),
      measurement.unit,
      earlier ? (Math.log(msPerRun / earlier.msPerRun) / Math.log(size / earlier.size)).toFixed(2) : '',
      against ?? '',
      ratio === undefined ? '' : ratio.toFixed(1),
    ]);
    earlier = { size, msPerRun };
  }
}
process.stdout.write(textTable(columns, rows));

function measure(measurement: Measurement, size: number) {
  const { run, against } = measurement.prepare(size);
  run();
  against?.run();
  let ms = 0;
  let againstMs = 0;
  let runs = 0;
  let done = 0;
  while (ms + againstMs < BUDGET_MS) {
    const start = performance.now();
    done += run();
    const middle = performance.now();
    against?.run();
    ms += middle - start;
    if (against) againstMs += performance.now() - middle;
    runs++;
  }
  return {
    msPerRun: ms / runs,
    perSecond: (done / ms) * 1000,
    ...(against ? { against: against.name, ratio: againstMs / ms } : {}),
  };
}
