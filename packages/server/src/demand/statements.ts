import { readFileSync } from 'node:fs';

const read = (name: string) => readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), 'utf8');

/** The statements longer than a screen. */
export const statements = {
  appendErrors: read('append-errors'),
  compareRuns: read('compare-runs'),
  features: read('features'),
  recentDays: read('recent-days'),
  stockoutDays: read('stockout-days'),
  histories: read('histories'),
  itemHistories: read('item-histories'),
  periodUnits: read('period-units'),
};
