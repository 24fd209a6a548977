import { requirePositive } from '@granary/statistics';

/** Money spent on an item with a supplier. */
export interface SupplierSpend {
  supplierId: string;
  itemId: string;
  /** greater than 0 */
  spend: number;
}

/** How much of a total rests on few. */
export interface Concentration {
  /** sum of the squared shares, 1 over their number if all are equal, 1 if there is but one [HHI] */
  herfindahlIndex: number;
  /** number of equal suppliers with the same index, 1/HHI */
  effectiveSuppliers: number;
  /** number of suppliers */
  suppliers: number;
  /** the supplier with the largest spend, the first by id of equal ones */
  largestSupplierId: string;
  largestShare: number;
}

export interface ItemConcentration extends Concentration {
  itemId: string;
  spend: number;
  /** one supplier has at least the share from which an item counts as single-sourced */
  singleSourced: boolean;
}

export interface SpendConcentration extends Concentration {
  spend: number;
  /** share of all spend that is on single-sourced items */
  singleSourcedShare: number;
  /** by falling spend, then by id */
  items: ItemConcentration[];
}

/**
 * How much depends on few suppliers, over all spend and item by item. An index above 0.25 is usually called
 * highly concentrated.
 *
 * @param options.spend rows in any order; rows of the same supplier and item add up
 * @param options.singleSourcedFrom share of an item's spend from which one supplier counts as the only one,
 *   greater than 0.5 and at most 1; 1 if left out
 * @throws RangeError when there is no row, a spend is not greater than 0, or the share is out of range
 * @see Hirschman (1964), The Paternity of an Index; U.S. Department of Justice (2010), Horizontal Merger
 *   Guidelines, section 5.3
 * @example spendConcentration({ spend: [{ supplierId: 'A', itemId: 'x', spend: 60 }, { supplierId: 'B', itemId: 'x',
 *   spend: 40 }] }) // herfindahlIndex 0.52, effectiveSuppliers 1.92, largestShare 0.6
 */
export function spendConcentration(options: {
  spend: SupplierSpend[];
  singleSourcedFrom?: number;
}): SpendConcentration {
  const { spend: rows, singleSourcedFrom = 1 } = options;
  if (!(singleSourcedFrom > 0.5 && singleSourcedFrom <= 1)) {
    throw new RangeError(
      `singleSourcedFrom is ${singleSourcedFrom}; it must be greater than 0.5 and at most 1`,
    );
  }
  if (rows.length === 0) throw new RangeError('spend is empty; it must hold at least one row');
  for (const [index, row] of rows.entries()) requirePositive(`spend[${index}].spend`, row.spend);

  const items = [...Map.groupBy(rows, ({ itemId }) => itemId)].map(([itemId, ofItem]) => {
    const concentration = concentrationOf(ofItem);
    // Shares of several rows add up with an error in the last place.
    const singleSourced = concentration.largestShare >= singleSourcedFrom - 1e-12;
    return { itemId, spend: total(ofItem), ...concentration, singleSourced };
  });
  items.sort((a, b) => b.spend - a.spend || (a.itemId < b.itemId ? -1 : 1));
  const spend = total(rows);
  const singleSourcedShare = total(items.filter(({ singleSourced }) => singleSourced)) / spend;
  return { spend, ...concentrationOf(rows), singleSourcedShare, items };
}

function concentrationOf(rows: SupplierSpend[]): Concentration {
  const all = total(rows);
  const shares = [...Map.groupBy(rows, ({ supplierId }) => supplierId)].map(([supplierId, own]) => ({
    supplierId,
    share: total(own) / all,
  }));
  const largest = shares.reduce((most, each) => {
    if (each.share === most.share) return each.supplierId < most.supplierId ? each : most;
    return each.share > most.share ? each : most;
  });
  const herfindahlIndex = shares.reduce((sum, { share }) => sum + share * share, 0);
  return {
    herfindahlIndex,
    effectiveSuppliers: 1 / herfindahlIndex,
    suppliers: shares.length,
    largestSupplierId: largest.supplierId,
    largestShare: largest.share,
  };
}

function total(rows: { spend: number }[]): number {
  return rows.reduce((sum, { spend }) => sum + spend, 0);
}
