import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { declareErrors, mergeErrors } from './error-catalogue.ts';
import { codesOf } from './openapi/answers.ts';

const sourceFolder = join(import.meta.dirname, '../..');
/** Text of the product, without tests and without the declarations themselves. */
const sources = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|test-[\w-]+\.ts$/.test(path))
  .filter((path) => !/(^|\/)errors\.ts$|error-catalogue\.ts$|openapi\/answers\.ts$|routes\.ts$/.test(path))
  .map((path) => readFileSync(join(sourceFolder, path), 'utf8'))
  .join('\n');
const thrownInRoutes = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /routes?\.ts$/.test(path))
  .map((path) => readFileSync(join(sourceFolder, path), 'utf8').replaceAll(/errors: \[[^\]]*\]/g, ''))
  .join('\n');

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

describe('the catalogue of errors', () => {
  it('holds no code that nothing answers with', () => {
    const unused = Object.keys(app.errors).filter(
      (code) => !sources.includes(`'${code}'`) && !thrownInRoutes.includes(`'${code}'`),
    );
    expect(unused).toEqual([]);
  });

  it('names for every code when it is answered and what to do, in one sentence each', () => {
    for (const [code, { when, remedy }] of Object.entries(app.errors)) {
      expect(code).toMatch(/^[a-z][a-z_]*(\.[a-z][a-z_]*)?$/);
      for (const sentence of [when, remedy]) expect(sentence, code).toMatch(/^[A-Z`].{8,}[^.]\.$/s);
    }
  });

  it('has an entry in docs/errors.md for every code, with an anchor of its name', () => {
    const page = readFileSync(join(sourceFolder, '../../../docs/errors.md'), 'utf8');
    const anchors = [...page.matchAll(/<a id="([\w.]+)"><\/a>\n### `([\w.]+)`/g)];
    expect(anchors.map(([, id]) => id).sort()).toEqual(Object.keys(app.errors).sort());
    for (const [, id, title] of anchors) expect(id).toBe(title);
  });

  it('is what the routes name their codes from', () => {
    const named = app.routes.flatMap((route) => codesOf(route));
    expect(named.filter((code) => !(code in app.errors))).toEqual([]);
  });

  it('refuses two declarations of one code', () => {
    const entry = { failure: 'missing', when: 'There is none.', remedy: 'Look again.' } as const;
    const twice = [declareErrors({ milk_not_found: entry }), declareErrors({ milk_not_found: entry })];
    expect(() => mergeErrors(twice)).toThrow('two capabilities declare the error code milk_not_found');
  });
});
