import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keep, oneOf, parseSearch, stringifySearch } from '../src/app/search.ts';

describe('the state in the address', () => {
  it('leaves codes that look like numbers as they are', () => {
    expect(parseSearch('?store=0012&category=1e5&q=true')).toEqual({
      store: '0012',
      category: '1e5',
      q: 'true',
    });
  });

  it('comes back as it was written', () => {
    const search = fc.dictionary(
      fc.constantFrom('store', 'category', 'q', 'sort'),
      fc.string({ unit: 'grapheme', minLength: 1 }),
    );
    fc.assert(
      fc.property(search, (values) => {
        expect(parseSearch(stringifySearch(values))).toEqual({ ...values });
      }),
      { numRuns: 300 },
    );
  });

  it('drops empty values and what a page does not know', () => {
    expect(stringifySearch({ store: '', sort: '-risk_score', action: undefined })).toBe('?sort=-risk_score');
    expect(keep('store', 'sort')({ store: 'S1', sort: '', evil: 'x', n: 3 })).toEqual({ store: 'S1' });
  });

  it('takes only values it knows', () => {
    expect([
      oneOf('DONE', ['OPEN', 'DONE']),
      oneOf('nonsense', ['OPEN', 'DONE']),
      oneOf(undefined, ['OPEN']),
    ]).toEqual(['DONE', undefined, undefined]);
  });
});
