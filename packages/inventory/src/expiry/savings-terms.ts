import { DO_NOTHING, originDecision, type RemedyPlan } from './remedy-plan.ts';
import type { RemedyInput, SavingsTerm, SavingsTermName } from './remedy-types.ts';
import type { LocationOutcome, RemedyValuation } from './remedy-valuation.ts';

/**
 * The expected savings of a plan as a chain of quantities times rates, in terms of cost: no unit
 * appears from nowhere, so a change of closing stock is what was not sold, wasted, moved or
 * liquidated, and
 *
 *   change of (sales x price + closing x cost) = change of sales x (price - cost) - change of waste x cost - units gone x cost
 *
 * A transferred unit that replaces a purchase thus shows as waste avoided at cost, its additional margin
 * cancelled by the margin of the later sale it replaces. Terms of no quantity are left out.
 */
export function savingsTerms(
  input: RemedyInput,
  valuation: RemedyValuation,
  plan: RemedyPlan,
): SavingsTerm[] {
  const { origin, destinations, rules } = input;
  const terms: SavingsTerm[] = [];
  const add = (name: SavingsTermName, storeId: string | null, quantity: number, rate: number) => {
    if (quantity !== 0 && rate !== 0) terms.push({ name, storeId, quantity, rate, amount: quantity * rate });
  };
  const addLocation = (
    storeId: string | null,
    after: LocationOutcome,
    before: LocationOutcome,
    money: { price: number; unitCost: number; replenished: number },
  ) => {
    const margin = money.price - money.unitCost;
    const avoided = before.wastedUnits - after.wastedUnits;
    add('waste avoided at cost', storeId, avoided, money.unitCost);
    add('disposal avoided', storeId, avoided, rules.disposalCostPerUnit);
    add('margin of additional sales', storeId, after.soldUnits - before.soldUnits, margin);
    const laterSales = after.unmetUnits - before.unmetUnits;
    add('margin of later sales replaced', storeId, laterSales, money.replenished * margin);
  };

  const atOrigin = valuation.origin(originDecision(plan));
  addLocation(null, atOrigin, valuation.origin(originDecision(DO_NOTHING)), origin);
  add('discount given away', null, atOrigin.soldAtMarkdown, -(origin.price * plan.discountPct) / 100);
  add('liquidated units at cost', null, plan.liquidated, -origin.unitCost);
  add('liquidation recovery', null, plan.liquidated, rules.liquidationRecoveryShareOfCost * origin.unitCost);
  add('liquidation handling', null, plan.liquidated, -rules.liquidationHandlingPerUnit);
  for (const { destination, units } of plan.transfers) {
    const store = destinations[destination]!;
    const { storeId, lane } = store;
    addLocation(
      storeId,
      valuation.destination(destination, units),
      valuation.destination(destination, 0),
      store,
    );
    add('transfer cost per unit', storeId, units, -lane.costPerUnit);
    add('transfer fixed cost', storeId, 1, -lane.fixedCost);
    add('replacement cost difference', storeId, units, store.unitCost - origin.unitCost);
  }
  return terms;
}
