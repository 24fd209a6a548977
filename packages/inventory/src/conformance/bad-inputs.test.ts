import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ConformanceCase, parseCases } from './case.ts';
import { readInputs } from './inputs.ts';
import { conformanceKinds } from './kinds/index.ts';

/**
 * Every number of a case of every kind, replaced by one that makes no sense or hardly any: the answer is an
 * error of ours or numbers, never NaN and never an error of the language. The case itself is the accepted twin.
 */

const root = resolve(import.meta.dirname, '../../../..');
const folder = resolve(root, process.env.GRANARY_ORACLES ?? '../shared/oracles');
const files = ['oracles.json', 'mrp.json', 'frepple_cases.json'].map((name) => join(folder, name));
const found = files.every((file) => existsSync(file));
const firstOfKind = new Map<string, ConformanceCase>();
for (const file of found ? files : []) {
  for (const each of parseCases(JSON.parse(readFileSync(file, 'utf8')))) {
    if (!firstOfKind.has(each.kind)) firstOfKind.set(each.kind, each);
  }
}

describe.skipIf(!found && !process.env.CI)('a number that makes no sense', () => {
  it.each([...firstOfKind.values()].map((each) => [each.kind, each] as const))('%s', (kind, each) => {
    const entry = conformanceKinds[kind];
    const solve = typeof entry === 'function' ? entry : entry?.solve;
    expect(containsNaN(solve?.(readInputs(each.inputs)))).toBe(false);
    const wrong: string[] = [];
    for (const path of numberPaths(each.inputs).slice(0, 40)) {
      for (const value of [Number.NaN, -1, 0, Number.POSITIVE_INFINITY]) {
        try {
          const got = solve?.(readInputs(withNumber(each.inputs, path, value)));
          if (containsNaN(got)) wrong.push(`${path.join('.')} = ${value} gives NaN`);
        } catch (error) {
          if (!isOurs(error)) wrong.push(`${path.join('.')} = ${value}: ${String(error)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** A RangeError in our words, not one of the language such as "Invalid array length". */
function isOurs(error: unknown): boolean {
  return error instanceof RangeError && !/Invalid (typed )?array|Array buffer|call stack/.test(error.message);
}

function numberPaths(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => numberPaths(part, [...path, key]));
}

function withNumber(inputs: Record<string, unknown>, path: string[], value: number): Record<string, unknown> {
  const copy = structuredClone(inputs);
  let place: Record<string, unknown> = copy;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
  place[path[path.length - 1] ?? ''] = value;
  return copy;
}

function containsNaN(value: unknown): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(containsNaN);
}
