import { describe, expect, it } from 'vitest';
import { type BillOfMaterialItem, type BillOfMaterialLine, indexBillOfMaterial } from './bill-of-material.ts';

/** Items by their components: `{ A: ['B'], B: [] }`. */
const items = (components: Record<string, string[]>): BillOfMaterialItem[] =>
  Object.entries(components).map(([id, list]) => ({
    id,
    billOfMaterial: list.map((component) => ({ component, quantityPer: 1 })),
  }));

describe('indexBillOfMaterial', () => {
  it('gives an item the code of its deepest use', () => {
    const index = indexBillOfMaterial(items({ D: [], A: ['B', 'D'], B: ['C'], C: ['D'], E: [] }));
    expect(Object.fromEntries([...index.indexOf].map(([id, at]) => [id, index.lowLevelCode[at]]))).toEqual({
      A: 0,
      B: 1,
      C: 2,
      D: 3,
      E: 0,
    });
  });

  it('lists parents before components', () => {
    const bill = items({ D: [], C: ['D'], B: ['C', 'D'], A: ['B'] });
    const order = [...indexBillOfMaterial(bill).parentsFirst].map((at) => bill[at]?.id);
    expect(order).toEqual(['A', 'B', 'C', 'D']);
  });

  it('names a loop in the order of the uses, from the item listed first', () => {
    const loop = (components: Record<string, string[]>) => () => indexBillOfMaterial(items(components));
    expect(loop({ A: ['B'], B: ['A'] })).toThrow(
      new RangeError('billOfMaterial has the loop A → B → A; an item must not contain itself'),
    );
    expect(loop({ A: ['A'] })).toThrow('loop A → A;');
    expect(loop({ P: ['A'], A: ['B'], C: ['A'], B: ['C', 'X'], X: [] })).toThrow('loop A → B → C → A;');
    expect(loop({ X: ['P'], P: ['Q'], Q: ['R'], R: ['P'] })).toThrow('loop P → Q → R → P;');
  });

  it('accepts what is nearly a loop', () => {
    const index = indexBillOfMaterial(items({ P: ['A'], A: ['B'], C: ['X'], B: ['C', 'X'], X: [] }));
    expect([...index.lowLevelCode]).toEqual([0, 1, 3, 2, 4]);
  });

  it('refuses a component that is no item, but not one that is listed later', () => {
    expect(() => indexBillOfMaterial(items({ A: ['B'] }))).toThrow(
      new RangeError("billOfMaterial of 'A': component is 'B'; it must be the id of an item"),
    );
    expect(indexBillOfMaterial(items({ A: ['B'], B: [] })).component).toEqual(Int32Array.of(1));
  });

  it('refuses empty and repeated ids, but not different ones', () => {
    expect(() => indexBillOfMaterial([{ id: '' }])).toThrow(
      new RangeError("items[0].id is ''; it must be text that is not empty"),
    );
    expect(() => indexBillOfMaterial([{ id: 'A' }, { id: 'A' }])).toThrow(
      new RangeError("items[1].id is 'A'; each id must occur once"),
    );
    expect(indexBillOfMaterial([{ id: 'A' }, { id: 'a' }]).indexOf.size).toBe(2);
  });

  const withLine = (line: Partial<BillOfMaterialLine>) => () =>
    indexBillOfMaterial([
      { id: 'A', billOfMaterial: [{ component: 'B', quantityPer: 1, ...line }] },
      { id: 'B' },
    ]);

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %s units each, but not 0.001',
    (quantityPer) => {
      expect(withLine({ quantityPer })).toThrow(
        new RangeError(
          `billOfMaterial of 'A': quantityPer of 'B' is ${quantityPer}; it must be a finite number greater than 0`,
        ),
      );
      expect(withLine({ quantityPer: 0.001 })().quantityPer[0]).toBe(0.001);
    },
  );

  it.each([-0.1, 1, Number.NaN])('refuses a scrap of %s, but not of 0 and 0.99', (scrapShare) => {
    expect(withLine({ scrapShare })).toThrow(
      new RangeError(
        `billOfMaterial of 'A': scrapShare of 'B' is ${scrapShare}; it must be at least 0 and below 1`,
      ),
    );
    expect(withLine({ scrapShare: 0 })().scrapShare[0]).toBe(0);
    expect(withLine({ scrapShare: 0.99 })().scrapShare[0]).toBe(0.99);
  });
});
