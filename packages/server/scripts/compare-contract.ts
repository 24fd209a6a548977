import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../src/config.ts';
import { contractBreaks } from './contract-comparison.ts';

/**
 * Compares the OpenAPI document with the one of the last release, and exits 1
 * with a sentence for each thing a client of that release would stumble over.
 * With `--release` it keeps the present document as the contract of a release.
 */
const present = join(projectFolder, 'packages/client/openapi.json');
const released = join(projectFolder, 'packages/client/contract/v1.json');
const read = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as object;

if (process.argv.includes('--release')) {
  await writeFile(released, `${JSON.stringify(binding(await read(present)), null, 1)}\n`);
  process.stdout.write('packages/client/contract/v1.json holds the contract of this release now.\n');
} else {
  const breaks = contractBreaks(await read(released), await read(present));
  if (breaks.length > 0) {
    process.stderr.write(
      `The API no longer keeps the contract of the last release (packages/client/contract/v1.json):\n${breaks
        .map((sentence) => `  ${sentence}\n`)
        .join('')}docs/api-style.md says how to change it without a break.\n`,
    );
    process.exitCode = 1;
  }
}

/** What binds: the document without the words and examples, which may change at any time. */
function binding(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((inner) => binding(inner));
  if (typeof value !== 'object' || value === null) return value;
  const words = ['description', 'summary', 'example', 'examples', 'title', 'x-permission-sentence'];
  return Object.fromEntries(
    Object.entries(value)
      // Below `properties` stand names of fields, which may be any of these words.
      .filter(([key]) => isNames || !words.includes(key))
      .map(([key, inner]) => [key, binding(inner, key === 'properties' && !isNames)]),
  );
}
