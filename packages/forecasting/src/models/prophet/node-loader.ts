import { readFile } from 'node:fs/promises';

/** The WASM of Prophet as installed beside this package, read from disk: for Node, in any thread. */
export async function readProphetWasm(): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(new URL('prophet_bg.wasm', import.meta.resolve('@bsull/augurs/prophet')));
}
