import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ConformanceCase, parseCases } from './case.ts';
import { runCases } from './run-cases.ts';

const root = resolve(import.meta.dirname, '../../../..');
const folder = resolve(root, process.env.GRANARY_ORACLES ?? '../shared/oracles');
const files = ['oracles.json', 'mrp.json', 'frepple_cases.json'].map((name) => join(folder, name));
const found = files.every((file) => existsSync(file));
const read = (file: string): ConformanceCase[] => parseCases(JSON.parse(readFileSync(file, 'utf8')));

// A clone without the oracles says so by skipping; the continuous integration has to have them.
describe.skipIf(!found && !process.env.CI)(`the oracles in ${folder}`, () => {
  const cases = found ? files.flatMap(read) : [];
  const kinds = [...new Set(cases.map(({ kind }) => kind))];

  it('are all there', () => {
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(311);
    expect(kinds.length).toBeGreaterThanOrEqual(66);
  });

  it.each(kinds)('%s is reproduced within its tolerance', (kind) => {
    const report = runCases(cases.filter((each) => each.kind === kind));
    expect(report.cases.filter(({ passed }) => !passed)).toEqual([]);
    expect(report.passed).toBeGreaterThan(0);
  });
});

describe('npm run oracles', () => {
  const script = resolve(import.meta.dirname, '../../scripts/oracles.ts');
  const temporary = mkdtempSync(join(tmpdir(), 'granary-oracles-'));
  afterAll(() => rmSync(temporary, { recursive: true }));
  const eoq = (id: string, order_quantity: number) => ({
    id,
    kind: 'economic_order_quantity',
    inputs: { fixed_cost: 8, holding_cost: 0.225, demand_rate: 1300 },
    expected: { order_quantity },
    tolerance: { rel: 1e-6 },
  });
  const file = (name: string, content: unknown) => {
    writeFileSync(join(temporary, name), JSON.stringify(content));
    return join(temporary, name);
  };
  // Snyder and Shen, example 3.1: √(2 × 8 × 1300 / 0.225) = 304.05
  const right = file('right.json', { cases: [eoq('example_3_1', 304.0467800264368)] });
  const wrong = file('wrong.json', { cases: [eoq('off', 305), { ...eoq('odd', 1), kind: 'no_such_kind' }] });

  it('prints a line per kind, ends with the count and exits with 0', () => {
    const output = execFileSync(process.execPath, [script, right], { encoding: 'utf8' });
    expect(output.trimEnd().split('\n')).toEqual([
      'kind                     passed  failed',
      'economic_order_quantity       1       0',
      '',
      '1 passed, 0 failed',
    ]);
  });

  it('says what differs and exits with 1', () => {
    const { status, stdout } = spawnSync(process.execPath, [script, right, wrong], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^economic_order_quantity +1 +1$/m);
    expect(stdout).toContain('off (economic_order_quantity)\n  order_quantity: expected 305, got 304.046');
    expect(stdout).toContain('odd (no_such_kind): kind no_such_kind is unknown');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 passed, 2 failed');
  });

  it.each([
    ['no file', [], 'Name one or more files of cases'],
    ['a file that is not there', [join(temporary, 'none.json')], 'none.json: ENOENT'],
    ['a file without cases', [file('empty.json', {})], 'the file must hold an object with a list "cases"'],
  ])('refuses %s with a sentence and exit code 2', (_what, args, message) => {
    const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });
});
