import { describe, expect, it } from 'vitest';
import type { ConformanceKinds } from './kind.ts';
import { runCases } from './run-cases.ts';

const kinds: ConformanceKinds = {
  double: (inputs) => ({ result: 2 * inputs.number('x'), sign: Math.sign(inputs.number('x')) }),
  length: {
    solve: (inputs) => ({ result: inputs.text('word').length }),
    compare: (got, expected, _tolerance, key) =>
      Number(got) >= Number(expected) ? [] : [{ key, expected, got }],
  },
};
const run = (kind: string, inputs: object, expected: object, more: object = {}) =>
  runCases(
    [{ id: 'c1', kind, inputs: { ...inputs }, expected: { ...expected }, tolerance: {}, ...more }],
    kinds,
  );

describe('running cases', () => {
  it('passes a case whose every expected key agrees', () => {
    expect(run('double', { x: 3 }, { result: 6, sign: 1 }, { source: 'arithmetic' })).toEqual({
      cases: [{ id: 'c1', kind: 'double', passed: true, differences: [], source: 'arithmetic' }],
      kinds: [{ kind: 'double', passed: 1, failed: 0 }],
      passed: 1,
      failed: 0,
    });
  });

  it('fails a case of which one key does not', () => {
    const { cases, passed, failed } = run('double', { x: 3 }, { result: 6, sign: -1 });
    expect(cases[0]?.differences).toEqual([{ key: 'sign', expected: -1, got: 1 }]);
    expect({ passed, failed }).toEqual({ passed: 0, failed: 1 });
  });

  it('compares only the keys that are to be compared', () => {
    expect(run('double', { x: 3 }, { result: 6, sign: -1 }, { compare: ['result'] }).passed).toBe(1);
    expect(run('double', { x: 3 }, { result: 6, sign: -1 }, { compare: ['sign'] }).passed).toBe(0);
  });

  it('applies the tolerance of the case', () => {
    expect(run('double', { x: 3 }, { result: 6.1 }, { tolerance: { abs: 0.2 } }).passed).toBe(1);
    expect(run('double', { x: 3 }, { result: 6.1 }, { tolerance: { abs: 0.05 } }).passed).toBe(0);
  });

  it('lets a kind compare in its own way', () => {
    expect(run('length', { word: 'stock' }, { result: 4 }).passed).toBe(1);
    expect(run('length', { word: 'stock' }, { result: 6 }).passed).toBe(0);
  });

  it.each([
    ['an unknown kind', 'triple', { x: 3 }, 'kind triple is unknown'],
    ['a kind named like something every object has', 'toString', {}, 'kind toString is unknown'],
    ['inputs that make no sense', 'double', { x: 'three' }, 'inputs.x is "three"; it must be a number'],
    ['an input nobody understood', 'double', { x: 3, y: 4 }, 'not understood: inputs.y'],
  ])('counts %s as failed and says why', (_what, kind, inputs, problem) => {
    const { cases, failed } = run(kind, inputs, { result: 6 });
    expect(failed).toBe(1);
    expect(cases[0]).toMatchObject({ passed: false, problem });
  });

  it('tallies kinds in the order in which they appear', () => {
    const each = (id: string, kind: string, result: number) => ({
      id,
      kind,
      inputs: kind === 'double' ? { x: 1 } : { word: 'a' },
      expected: { result },
      tolerance: {},
    });
    const report = runCases([each('1', 'length', 1), each('2', 'double', 2), each('3', 'length', 9)], kinds);
    expect(report.kinds).toEqual([
      { kind: 'length', passed: 1, failed: 1 },
      { kind: 'double', passed: 1, failed: 0 },
    ]);
    expect([report.passed, report.failed]).toEqual([2, 1]);
  });
});
