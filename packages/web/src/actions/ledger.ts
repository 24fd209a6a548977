import type { Formats } from '../ui/formats.ts';
import type { ActionDetail, Proof } from './types.ts';

type Term = Proof['terms'][number];

export interface LedgerLine {
  key: string;
  words: string;
  /** The arithmetic behind the amount, "107.56 × €1.35", where there is one. */
  arithmetic: string | null;
  /** Major units of the currency. */
  amount: number;
}

const ADDITIONAL = 'margin of additional sales';
const REPLACED = 'margin of later sales replaced';

/**
 * The terms of a saving as lines to read. A term that is nothing to the cent
 * is left out, and the margin of sales that only replace later ones, two terms
 * that cancel, becomes one line of 0: the amounts add up to what the terms add
 * up to.
 */
export function ledgerLines(
  terms: readonly Term[],
  storeName: (storeId: string) => string,
  formats: Formats,
): LedgerLine[] {
  const lines: LedgerLine[] = [];
  for (const term of terms) {
    const opposite = term.name === ADDITIONAL ? REPLACED : term.name === REPLACED ? ADDITIONAL : null;
    const twin = terms.find((other) => other.name === opposite && placeOf(other) === placeOf(term));
    const cancels = twin !== undefined && isNothing(term.amount + twin.amount);
    if (isNothing(term.amount) || (cancels && term.name === REPLACED)) continue;
    const key = `${term.name}-${placeOf(term)}`;
    if (cancels) {
      lines.push({ key, words: replacementWords(term, storeName, formats), arithmetic: null, amount: 0 });
      continue;
    }
    lines.push({ key, words: term.label, arithmetic: arithmeticOf(term, formats), amount: term.amount });
  }
  return lines;
}

/** A quantity as exact as its arithmetic needs: whole units whole, others with two decimals. */
export function exactQuantity(value: number, formats: Formats): string {
  return formats.quantity(value, Number.isInteger(value) ? 0 : 2);
}

/**
 * What the action is worth: doing nothing plus the saving. Rounding each of
 * the three on its own would leave them a cent apart.
 */
export function worthWithAction(proof: Pick<Proof, 'do_nothing' | 'savings'>): number {
  return proof.do_nothing.net_value + proof.savings.mean;
}

/**
 * Units of other batches of the item that the plan keeps from waste at the
 * least, where they are one or more: sales this batch gives up go to those
 * behind it. More, where part of this batch is wasted here all the same.
 */
export function sparedBehind(proof: Pick<Proof, 'do_nothing' | 'terms'>): number | null {
  const avoided = proof.terms.find((term) => term.name === 'waste avoided at cost' && placeOf(term) === '');
  const beyond = (avoided?.quantity ?? 0) - proof.do_nothing.unsold.mean;
  return beyond >= 1 ? beyond : null;
}

/** Names of the stores a proof speaks of; the code where it does not name one. */
export function storeNames(action: ActionDetail): (storeId: string) => string {
  const names = new Map<string, string>();
  for (const step of [...action.proof.alternatives, ...action.plan, action]) {
    if (step.to_store !== null && step.to_store_name) names.set(step.to_store, step.to_store_name);
  }
  return (storeId) => names.get(storeId) ?? storeId;
}

function replacementWords(term: Term, storeName: (storeId: string) => string, formats: Formats): string {
  const units = exactQuantity(Math.abs(term.quantity ?? 0), formats);
  const where = placeOf(term) === '' ? 'here' : `at ${storeName(placeOf(term))}`;
  return (term.quantity ?? 0) < 0
    ? `${units} not sold ${where} are sold from later stock: no margin lost`
    : `${units} sold ${where} replace a later purchase: no extra margin`;
}

function arithmeticOf(term: Term, formats: Formats): string | null {
  if (term.quantity === undefined || term.rate === undefined || term.quantity === 0) return null;
  return `${exactQuantity(term.quantity, formats)} × ${formats.money(term.rate, 2)}`;
}

function placeOf(term: Term): string {
  return term.store_id ?? '';
}

function isNothing(amount: number): boolean {
  return Math.abs(amount) < 0.005;
}
