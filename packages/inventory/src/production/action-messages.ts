import type { RequirementsPlan } from './explosion.ts';
import { roundingSlack } from './whole-units.ts';

/** What to ask of a supplier or workshop about an order that is open already. */
export interface ActionMessage {
  kind: 'expedite' | 'defer' | 'cancel';
  item: string;
  /** period in which the receipt is scheduled */
  period: number;
  quantity: number;
  /** first period that needs a unit of it; absent when no period of the horizon does */
  neededIn?: number;
}

/**
 * Compares every scheduled receipt with the first period that needs it. Requirements, and the safety stock
 * from period 1 on, take stock on hand first and then the receipts in the order of their dates; planned orders
 * are left aside, since a receipt that is open already is moved before a new one is placed. The explosion
 * itself never moves a receipt. Time grows with items x periods + receipts.
 *
 * @returns messages by item in the order of the plan, then by period; none for a receipt that comes in the
 *   period of its need. `cancel` means that nothing in the horizon needs it: look beyond the horizon first.
 * @see Orlicky (1975), Material Requirements Planning, on action messages
 */
export function actionMessages(plan: RequirementsPlan): ActionMessage[] {
  return plan.items.flatMap((item, index) => {
    const receipts = (item.scheduledReceipts ?? [])
      .filter(({ quantity }) => quantity > 0)
      .sort((one, other) => one.period - other.period);
    let supplied = item.onHand ?? 0;
    let required = item.safetyStock ?? 0;
    let period = 0;
    const messages: ActionMessage[] = [];
    for (const receipt of receipts) {
      const slack = roundingSlack(supplied);
      while (required <= supplied + slack && period < plan.periods) {
        required += plan.gross[index * plan.periods + period]!;
        period++;
      }
      // The safety stock alone may need the receipt, which is then wanted at once.
      const neededIn = required > supplied + slack ? Math.max(1, period) : undefined;
      const kind = kindOf(receipt.period, neededIn);
      if (kind) {
        const need = neededIn === undefined ? {} : { neededIn };
        messages.push({ kind, item: item.id, ...receipt, ...need });
      }
      supplied += receipt.quantity;
    }
    return messages;
  });
}

function kindOf(period: number, neededIn: number | undefined): ActionMessage['kind'] | undefined {
  if (neededIn === undefined) return 'cancel';
  if (neededIn < period) return 'expedite';
  return neededIn > period ? 'defer' : undefined;
}
