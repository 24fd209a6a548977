import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as statistics from './index.ts';

const readme = readFileSync(resolve(import.meta.dirname, '../README.md'), 'utf8');

describe('the README', () => {
  it('names every method of the package', () => {
    const named = new Set([...readme.matchAll(/\b(\w+)\b/g)].map((match) => match[1]));
    expect(Object.keys(statistics).filter((name) => !named.has(name))).toEqual([]);
  });
});
