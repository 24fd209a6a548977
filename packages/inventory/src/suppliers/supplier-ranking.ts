import { type LandedCost, type LandedCostUse, landedCost, type SupplierOffer } from './landed-cost.ts';

export interface RankedSupplier extends LandedCost {
  /** 1 is the cheapest */
  rank: number;
  /** money per unit less than with the current supplier, negative where it costs more; absent without one */
  savingsPerUnit?: number;
  /** the same for a year's demand */
  savingsPerYear?: number;
}

/**
 * Suppliers of one item by what a usable unit costs with everything counted, cheapest first; those of equal cost
 * by their id. Savings are against the current supplier, which has to be among the offers.
 *
 * @throws RangeError when there is no offer, a supplier has two, the current one has none, or a value is out of
 *   range
 * @see landedCost for what is counted
 */
export function rankSuppliers(
  input: LandedCostUse & { offers: SupplierOffer[]; currentSupplierId?: string },
): RankedSupplier[] {
  const { offers, currentSupplierId, ...use } = input;
  if (offers.length === 0) throw new RangeError('offers is empty; it must hold at least one offer');
  if (new Set(offers.map(({ supplierId }) => supplierId)).size !== offers.length) {
    throw new RangeError('offers names a supplier twice; each must have one offer');
  }
  const costs = offers
    .map((offer) => landedCost({ ...offer, ...use }))
    .sort((a, b) => a.cost - b.cost || (a.supplierId < b.supplierId ? -1 : 1));
  const current = costs.find(({ supplierId }) => supplierId === currentSupplierId);
  if (currentSupplierId !== undefined && !current) {
    throw new RangeError(`currentSupplierId is ${currentSupplierId}; it must have an offer`);
  }
  return costs.map((each, index) => {
    const ranked = { ...each, rank: index + 1 };
    if (!current) return ranked;
    const savingsPerUnit = current.cost - each.cost;
    return { ...ranked, savingsPerUnit, savingsPerYear: savingsPerUnit * use.demandMeanPerDay * 365 };
  });
}
