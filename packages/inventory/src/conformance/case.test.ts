import { describe, expect, it } from 'vitest';
import { parseCases } from './case.ts';

const sound = { id: 'a', kind: 'economic_order_quantity', inputs: { fixed_cost: 8 }, expected: { cost: 1 } };

describe('reading a file of cases', () => {
  it('takes a case with and without tolerance and compare', () => {
    expect(parseCases({ cases: [sound] })).toEqual([sound]);
    const full = { ...sound, tolerance: { rel: 1e-6 }, compare: ['cost'], notes: 'by hand' };
    expect(parseCases({ cases: [full], schema: 'ignored' })).toEqual([full]);
    expect(parseCases({ cases: [] })).toEqual([]);
  });

  it.each([
    [[sound], 'the file must hold an object with a list "cases"'],
    [{ cases: sound }, 'the file must hold an object with a list "cases"'],
    [null, 'the file must hold an object with a list "cases"'],
    [{ cases: [sound, 7] }, 'cases[1] must be an object'],
    [{ cases: [{ ...sound, id: 3 }] }, 'cases[0].id must be text'],
    [{ cases: [{ ...sound, kind: undefined }] }, 'cases[0].kind must be text (case a)'],
    [{ cases: [{ ...sound, inputs: [] }] }, 'cases[0].inputs must be an object (case a)'],
    [{ cases: [{ ...sound, expected: null }] }, 'cases[0].expected must be an object (case a)'],
    [{ cases: [{ ...sound, tolerance: 1e-6 }] }, 'cases[0].tolerance must be an object (case a)'],
    [{ cases: [{ ...sound, compare: 'cost' }] }, 'cases[0].compare must be a list of keys (case a)'],
    [{ cases: [{ ...sound, compare: [1] }] }, 'cases[0].compare must be a list of keys (case a)'],
  ])('refuses %j with the place', (file, message) => {
    expect(() => parseCases(file)).toThrow(new RangeError(message));
  });
});
