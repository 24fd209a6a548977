import { estimateElasticity, fitElasticity, type PriceSpellSales } from '@granary/inventory';
import type { PriceSpell } from './forecast-task.ts';
import type { ElasticityRow } from './queries.ts';

/** The price spells of one item in all its stores. */
export interface ItemSpells {
  category: string;
  stores: { store_id: string; spells: PriceSpell[] }[];
}

/**
 * Own-price elasticity of every item: from its own price changes, drawn
 * towards its category where it has few.
 */
export function estimateElasticities(items: Map<string, ItemSpells>): ElasticityRow[] {
  const rowsOfItem = new Map<string, PriceSpellSales[]>();
  const rowsOfCategory = new Map<string, PriceSpellSales[]>();
  for (const [skuId, { category, stores }] of items) {
    const rows = stores.flatMap(({ store_id, spells }) =>
      spells.map((spell) => ({
        group: `${store_id} ${skuId} ${spell.weekday}`,
        pricePerUnit: spell.price,
        unitsSold: spell.units,
        days: spell.days,
      })),
    );
    rowsOfItem.set(skuId, rows);
    const together = rowsOfCategory.get(category) ?? [];
    for (const row of rows) together.push(row);
    rowsOfCategory.set(category, together);
  }
  const fits = new Map([...rowsOfCategory].map(([category, rows]) => [category, fitElasticity(rows)]));
  return [...items].map(([skuId, { category }]) => {
    const estimate = estimateElasticity({
      item: rowsOfItem.get(skuId) ?? [],
      category: fits.get(category) ?? null,
    });
    return {
      sku_id: skuId,
      elasticity: estimate.elasticity,
      standard_error: estimate.standardError,
      source: estimate.source,
      price_changes: estimate.priceChanges,
    };
  });
}
