import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as inventory from './index.ts';

const readme = readFileSync(resolve(import.meta.dirname, '../README.md'), 'utf8');
const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
const listed = rows.flatMap((row) =>
  [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1]),
);

describe('the README', () => {
  it('lists every method of the package, once', () => {
    expect([...listed].sort()).toEqual(Object.keys(inventory).sort());
  });
});
