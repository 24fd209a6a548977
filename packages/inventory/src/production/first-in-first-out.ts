import { roundingSlack } from './whole-units.ts';

/** Units of one supply that one requirement takes. */
export interface Match<S, R> {
  supply: S;
  requirement: R;
  quantity: number;
}

/**
 * Gives supplies to requirements, both in the order listed: the first requirement takes from the first supply.
 * What is left of a supply, or open of a requirement, has no match. Time grows with the number of both.
 */
export function firstInFirstOut<S extends { quantity: number }, R extends { quantity: number }>(
  supplies: readonly S[],
  requirements: readonly R[],
): Match<S, R>[] {
  const matches: Match<S, R>[] = [];
  let next = 0;
  let left = supplies[0]?.quantity ?? 0;
  for (const requirement of requirements) {
    let open = requirement.quantity;
    const negligible = roundingSlack(open);
    while (open > negligible) {
      while (left <= negligible && next < supplies.length - 1) left = supplies[++next]!.quantity;
      const supply = supplies[next];
      if (!supply || left <= negligible) return matches;
      const quantity = Math.min(open, left);
      matches.push({ supply, requirement, quantity });
      open -= quantity;
      left -= quantity;
    }
  }
  return matches;
}
