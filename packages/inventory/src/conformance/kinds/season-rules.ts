import type { Inputs } from '../inputs.ts';

/** A rule that a case may state in words and that would make it another problem than the one solved. */
export interface OtherRule {
  says: RegExp;
  /** true: "no store-to-store moves" denies the rule and is welcome */
  mayBeDenied: boolean;
  /** what the problem solved does instead, for the message */
  instead: string;
}

export const movesBetweenStores: OtherRule = {
  says: /store[- ]to[- ]store|lateral|(mov|transfer|transship|reallocat|ship|exchang)\w*.*(between|among|across) (the )?stores/,
  mayBeDenied: true,
  instead: 'no unit moves between stores',
};

export const backorders: OtherRule = {
  says: /back-?order|back-?log/,
  mayBeDenied: true,
  instead: 'demand above the stock is lost',
};

export const demandIsSeen: OtherRule = {
  says: /uncensored|not censored|(true|full|actual|unconstrained) (stage-1 |first-stage )?demand/,
  mayBeDenied: false,
  instead: 'only sales are seen, censored at the stock',
};

export const factorIsShared: OtherRule = {
  says: /not independent|correlat|(common|shared|same)\b.*\bstores/,
  mayBeDenied: false,
  instead: 'each store has a factor of its own',
};

export const factorChanges: OtherRule = {
  says: /(new|different|separate|redrawn|own)\b.*\b(each|every|second|both) stages?/,
  mayBeDenied: true,
  instead: 'the factor is the same in both stages',
};

export const mustShipAll: OtherRule = {
  says: /(must|has to|have to) (ship|move|leave|be shipped|be moved)|ship (all|everything)/,
  mayBeDenied: true,
  instead: 'units may stay where they are',
};

const denial =
  /\b(no|not|never|nothing|none|neither|nor|without|cannot|forbidden|prohibited|excluded|disallowed|impossible)\b/;
const fieldsOfRules = ['reallocation', 'rules', 'convention', 'factor_prior'];

/**
 * Cases say their rules in words, or leave them out. Any wording is taken for the usual rules, unless a clause
 * of it states one of `others`.
 *
 * @throws RangeError naming the field, its text and what would be solved instead
 */
export function refuseOtherRules(inputs: Inputs, others: OtherRule[]): void {
  for (const field of fieldsOfRules) {
    if (typeof inputs.raw(field) !== 'string') continue;
    const text = inputs.text(field);
    for (const clause of text.toLowerCase().split(/[;,.()]/)) {
      for (const { says, mayBeDenied, instead } of others) {
        if (says.test(clause) && !(mayBeDenied && denial.test(clause))) {
          throw new RangeError(`inputs.${field} is "${text}"; it must be a problem in which ${instead}`);
        }
      }
    }
  }
}
