import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactQuantity, ledgerLines, sparedBehind, worthWithAction } from '../src/actions/ledger.ts';
import { createFormats } from '../src/ui/formats.ts';

const formats = createFormats({
  locale: 'en-GB',
  currency: 'EUR',
  timeZone: 'Europe/Paris',
  planningDay: '2027-03-08',
  clockDay: '2027-03-09',
});
const names = (id: string) => ({ S10: 'Dresden Neustadt' })[id] ?? id;
const waste = { name: 'waste avoided at cost', label: 'Waste avoided, at cost', store_id: null };
const additional = { name: 'margin of additional sales', label: 'Margin of additional sales' };
const replaced = { name: 'margin of later sales replaced', label: 'Margin of later sales they replace' };

describe('the ledger of a saving', () => {
  it('shows the arithmetic as exactly as the proof holds it', () => {
    const lines = ledgerLines([{ ...waste, amount: 145.21, quantity: 107.56, rate: 1.35 }], names, formats);
    expect(lines.map(({ words, arithmetic, amount }) => [words, arithmetic, amount])).toEqual([
      ['Waste avoided, at cost', '107.56 × €1.35', 145.21],
    ]);
  });

  it('writes whole quantities whole and small ones with two decimals', () => {
    expect([79, -0.04, 0.5].map((value) => exactQuantity(value, formats))).toEqual(['79', '−0.04', '0.50']);
  });

  it('leaves out what is nothing to the cent', () => {
    expect(ledgerLines([{ ...waste, amount: 0, quantity: -0.001, rate: 1.35 }], names, formats)).toEqual([]);
  });

  it('says in one line that sales only replace later ones', () => {
    const terms = [
      { ...additional, store_id: 'S10', amount: 42.66, quantity: 79, rate: 0.54 },
      { ...replaced, store_id: 'S10', amount: -42.66, quantity: -79, rate: 0.54 },
    ];
    expect(ledgerLines(terms, names, formats).map(({ words, amount }) => [words, amount])).toEqual([
      ['79 sold at Dresden Neustadt replace a later purchase: no extra margin', 0],
    ]);
  });

  it('keeps both lines where only part of the sales replaces later ones', () => {
    const terms = [
      { ...additional, store_id: 'S10', amount: 42.66, quantity: 79, rate: 0.54 },
      { ...replaced, store_id: 'S10', amount: -21.6, quantity: -40, rate: 0.54 },
    ];
    expect(ledgerLines(terms, names, formats).map(({ amount }) => amount)).toEqual([42.66, -21.6]);
  });

  it('never joins the sales of two stores', () => {
    const terms = [
      { ...additional, store_id: 'S10', amount: 5, quantity: 5, rate: 1 },
      { ...replaced, store_id: 'S11', amount: -5, quantity: -5, rate: 1 },
    ];
    expect(ledgerLines(terms, names, formats)).toHaveLength(2);
  });

  it('adds up to the cent to what the terms add up to', () => {
    const term = fc
      .tuple(
        fc.constantFrom(additional, replaced, waste),
        fc.constantFrom(null, 'S10', 'S11'),
        fc.integer({ min: -300, max: 300 }),
      )
      .map(([kind, store_id, cents]) => ({
        ...kind,
        store_id,
        amount: cents / 100,
        quantity: 1,
        rate: cents / 100,
      }));
    const place = (one: { name: string; store_id: string | null }) => `${one.name} ${one.store_id}`;
    fc.assert(
      fc.property(fc.uniqueArray(term, { selector: place }), (terms) => {
        const sum = (amounts: { amount: number }[]) =>
          amounts.reduce((total, { amount }) => total + amount, 0);
        expect(sum(ledgerLines(terms, names, formats))).toBeCloseTo(sum(terms), 8);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the two futures', () => {
  const spread = { mean: 13.71, low: 0, high: 28 };
  const doNothing = { unsold: spread, net_value: 399.37 };

  it('differ by the saving, to the cent', () => {
    const savings = { mean: 141.23, low: 118.78, high: 163.73, chance_of_gain: 1 };
    expect(worthWithAction({ do_nothing: doNothing, savings })).toBeCloseTo(540.6, 8);
  });

  it('tell of units of other batches that are spared beyond this one', () => {
    const terms = [{ ...waste, amount: 85.14, quantity: 61.24, rate: 1.39 }];
    expect(sparedBehind({ do_nothing: doNothing, terms })).toBeCloseTo(47.53, 8);
  });

  it('say nothing of other batches where this one is all that is spared', () => {
    const terms = [{ ...waste, amount: 18.07, quantity: 13, rate: 1.39 }];
    expect(sparedBehind({ do_nothing: doNothing, terms })).toBeNull();
  });
});
