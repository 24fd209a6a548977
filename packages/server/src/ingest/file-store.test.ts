import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiskFileStore, type FileStore } from './file-store.ts';
import { safeFileName } from './upload-form.ts';

let root: string;
let files: FileStore;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'granary-store-'));
  files = createDiskFileStore(root);
});
afterAll(() => rm(root, { recursive: true }));

describe('the file store on disk', () => {
  const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));

  it('gives back the bytes it was given, with their size and SHA-256', async () => {
    const stored = await files.put('org', Readable.from([content.subarray(0, 7), content.subarray(7)]));
    expect(stored).toMatchObject({
      sizeBytes: content.length,
      checksum: createHash('sha256').update(content).digest('hex'),
    });
    expect((await buffer(files.read(stored.key))).equals(content)).toBe(true);
    expect((await files.withLocalFile(stored.key, (path) => readFile(path))).equals(content)).toBe(true);
    await files.remove(stored.key);
    expect(await files.has(stored.key)).toBe(false);
  });

  it('keeps nothing of a stream that breaks', async () => {
    const broken = Readable.from(
      (async function* () {
        yield content;
        throw new Error('the connection was cut');
      })(),
    );
    await expect(files.put('broken', broken)).rejects.toThrow('cut');
    const left = await readdir(join(root, 'broken'), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });

  it.each(['../outside', '/etc/passwd', 'org/../../x', ''])('refuses the key %j, which leads out', (key) => {
    expect(() => files.read(key)).toThrow(/leads out of the file store/);
  });
});

describe('safeFileName', () => {
  it.each([
    ['../../x.csv', 'x.csv'],
    ['C:\\data\\sales.csv', 'sales.csv'],
    ['a\u0000b\n.csv', 'ab.csv'],
    ['', 'file'],
    [undefined, 'file'],
    [`${'x'.repeat(300)}.csv`, `${'x'.repeat(251)}.csv`],
  ])('makes %j into %j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });
});
