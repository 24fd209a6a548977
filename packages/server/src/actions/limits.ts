import type { Actor, WhoMay } from '../identity/index.ts';
import { forbidden } from '../platform/http/errors.ts';
import type { DecidedOn } from './decision-queries.ts';

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

/** @param facts what is asked of the database only when somebody is refused, once for all of a call */
export async function refuseBeyondLimit(
  action: DecidedOn,
  decider: Decider,
  facts: { whoMay: WhoMay; currency: () => Promise<string> },
): Promise<void> {
  const { approvalLimit: limit } = decider;
  const value = action.value_at_stake;
  if (limit === null || value <= limit) return;
  const who = await facts.whoMay({ permission: 'actions.approve', value, storeId: action.from_store });
  const currency = await facts.currency();
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
