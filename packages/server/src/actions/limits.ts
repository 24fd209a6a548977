import { type Actor, sayWhoMay } from '../identity/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { forbidden } from '../platform/http/errors.ts';
import { type DecidedOn, findCurrency } from './decision-queries.ts';

/** Who decides, about which locations (null is all), and up to which value (null is any). */
export interface Decider extends Actor {
  storeIds: readonly string[] | null;
  approvalLimit: number | null;
}

/** A transfer is seen from both ends; the stock it takes is its origin's to give. */
export function refuseWhenNotOrigin(action: DecidedOn, decider: Decider): void {
  if (decider.storeIds === null || decider.storeIds.includes(action.from_store)) return;
  throw forbidden(
    'actions.not_your_location',
    `This takes stock from ${action.from_store}, which is not one of your locations. Somebody responsible for ${action.from_store} decides it.`,
    { details: [{ message: `decided at ${action.from_store}`, store_id: action.from_store }] },
  );
}

export async function refuseBeyondLimit(tx: Tx, action: DecidedOn, decider: Decider): Promise<void> {
  const { approvalLimit: limit } = decider;
  const value = action.value_at_stake;
  if (limit === null || value <= limit) return;
  const who = await sayWhoMay(tx, { permission: 'actions.approve', value, storeId: action.from_store });
  const currency = await findCurrency(tx);
  throw forbidden(
    'approval_limit_exceeded',
    `This is about stock worth ${value} ${currency}, and you may approve up to ${limit} ${currency}. It can be approved by: ${who}.`,
    {
      details: [
        { message: `at most ${limit} ${currency}`, approval_limit: limit, value_at_stake: value, currency },
      ],
    },
  );
}
