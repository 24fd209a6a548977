import {
  explodeRequirements,
  type LotRule,
  type PeriodQuantity,
  type RequirementsItem,
  requirementsTable,
} from '../../production/index.ts';
import { isObject } from '../case.ts';
import type { Inputs } from '../inputs.ts';

/**
 * Material requirements planning over weeks. `planned_releases` holds for every item the quantities started
 * by week, past-due weeks included; `tables` holds the full table of each.
 */
export function mrpExplosion(inputs: Inputs) {
  const read = inputs.object('items');
  const names = read.names();
  const plan = explodeRequirements({
    periods: inputs.number('weeks'),
    items: names.map((name) => readItem(name, read.object(name))),
  });
  const tables = names.map((name) => requirementsTable(plan, name));
  return {
    planned_releases: Object.fromEntries(tables.map((table) => [table.item, byWeek(table.plannedReleases)])),
    tables: Object.fromEntries(
      tables.map((table) => [
        table.item,
        {
          low_level_code: table.lowLevelCode,
          gross: table.gross,
          projected_on_hand: table.projectedOnHand,
          net_requirements: table.netRequirements,
          planned_receipts: table.plannedReceipts,
          planned_releases: byWeek(table.plannedReleases),
          past_due_releases: byWeek(table.pastDueReleases),
        },
      ]),
    ),
    low_level_codes: Object.fromEntries(tables.map((table) => [table.item, table.lowLevelCode])),
    past_due_releases: Object.fromEntries(tables.map((table) => [table.item, byWeek(table.pastDueReleases)])),
  };
}

function readItem(id: string, item: Inputs): RequirementsItem {
  const lot = item.optionalObject('lot');
  const bom = item.has('bom') ? item.objects('bom') : [];
  item.raw('bom');
  return {
    id,
    leadTimePeriods: item.optionalNumber('lead_time') ?? 0,
    onHand: item.optionalNumber('on_hand') ?? 0,
    safetyStock: item.optionalNumber('safety_stock') ?? 0,
    yieldShare: item.optionalNumber('yield') ?? 1,
    ...(lot ? { lotRule: readLotRule(lot) } : {}),
    scheduledReceipts: readWeeks(item, 'scheduled_receipts'),
    independentDemand: readWeeks(item, 'demand'),
    billOfMaterial: bom.map((line) => ({
      component: line.text('child'),
      quantityPer: line.number('qty'),
      scrapShare: line.optionalNumber('scrap') ?? 0,
    })),
  };
}

function readLotRule(lot: Inputs): LotRule {
  const type = lot.text('type');
  switch (type) {
    case 'L4L':
      return { kind: 'lot-for-lot' };
    case 'FOQ':
      return { kind: 'fixed-order-quantity', quantity: lot.number('qty') };
    case 'POQ':
      return { kind: 'periodic-order-quantity', periods: lot.number('periods') };
    case 'MIN_MULT': {
      const minimum = lot.optionalNumber('min') ?? 0;
      const multiple = lot.optionalNumber('multiple');
      // A minimum of 0 is none.
      return {
        kind: 'minimum-and-multiple',
        ...(minimum === 0 ? {} : { minimum }),
        ...(multiple === undefined ? {} : { multiple }),
      };
    }
    default:
      throw new RangeError(`lot.type is '${type}'; it must be L4L, FOQ, POQ or MIN_MULT`);
  }
}

/** Quantities by week, as `{ "3": 10 }` or as one number per week from the first on. */
function readWeeks(item: Inputs, name: string): PeriodQuantity[] {
  const value = item.raw(name);
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) && !isObject(value)) {
    throw new RangeError(`${name} is ${JSON.stringify(value)}; it must be quantities by week`);
  }
  const first = Array.isArray(value) ? 1 : 0;
  return Object.entries(value).map(([week, quantity]) => {
    if (typeof quantity !== 'number') {
      throw new RangeError(`${name} of week ${week} is ${JSON.stringify(quantity)}; it must be a number`);
    }
    return { period: Number(week) + first, quantity };
  });
}

function byWeek(quantities: PeriodQuantity[]): Record<string, number> {
  return Object.fromEntries(quantities.map(({ period, quantity }) => [period, quantity]));
}
