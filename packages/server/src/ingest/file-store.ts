import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface StoredFile {
  /** Where the store keeps it; chosen by the store, never from a file's name. */
  key: string;
  sizeBytes: number;
  /** SHA-256, hexadecimal. */
  checksum: string;
}

/** Keeps the original files of an organization, byte for byte. */
export interface FileStore {
  /** Stores what the stream gives, without holding it in memory. Nothing remains when the stream fails. */
  put(orgId: string, content: Readable): Promise<StoredFile>;
  read(key: string): Readable;
  /** A path at which the bytes can be read at any position while `use` runs. */
  withLocalFile<Result>(key: string, use: (path: string) => Promise<Result>): Promise<Result>;
  has(key: string): Promise<boolean>;
  remove(key: string): Promise<void>;
}

/** A file store in a folder: `<root>/<organization>/<year>/<uuid>`. */
export function createDiskFileStore(root: string): FileStore {
  const base = resolve(root);
  const pathOf = (key: string) => {
    const path = resolve(base, key);
    if (!path.startsWith(base + sep)) throw new RangeError(`key: ${key} leads out of the file store`);
    return path;
  };
  return {
    async put(orgId, content) {
      const key = join(orgId, String(new Date().getUTCFullYear()), randomUUID());
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const hash = createHash('sha256');
      let sizeBytes = 0;
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          sizeBytes += chunk.length;
          done(null, chunk);
        },
      });
      const arriving = `${path}.arriving`;
      try {
        await pipeline(content, meter, createWriteStream(arriving, { mode: 0o600, flush: true }));
        await rename(arriving, path);
      } catch (error) {
        await rm(arriving, { force: true });
        throw error;
      }
      return { key, sizeBytes, checksum: hash.digest('hex') };
    },
    read: (key) => createReadStream(pathOf(key)),
    withLocalFile: (key, use) => use(pathOf(key)),
    has: async (key) =>
      stat(pathOf(key)).then(
        () => true,
        () => false,
      ),
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}
