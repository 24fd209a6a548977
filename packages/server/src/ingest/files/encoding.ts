import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * The encoding of a text file: its byte-order mark, else the zero bytes of
 * UTF-16, else UTF-8 if every byte of the file is valid, else windows-1252.
 * The whole file is looked at, because one accented name in the last row
 * decides; checking runs at disk speed.
 */
export async function detectEncoding(path: string): Promise<TextEncoding> {
  let first = true;
  let carry: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    if (first) {
      first = false;
      const marked = encodingOfHead(chunk);
      if (marked) return marked;
    }
    const bytes = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk;
    const whole = bytes.length - openSequenceLength(bytes);
    if (!isUtf8(bytes.subarray(0, whole))) return 'windows-1252';
    carry = Buffer.from(bytes.subarray(whole));
  }
  return carry.length > 0 ? 'windows-1252' : 'utf-8';
}

/** What the first bytes alone decide: a byte-order mark or the pattern of UTF-16; otherwise undefined. */
export function encodingOfHead(head: Buffer): TextEncoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const sample = head.subarray(0, 4096);
  let evenNuls = 0;
  let oddNuls = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) evenNuls += 1;
    else oddNuls += 1;
  }
  if (Math.max(evenNuls, oddNuls) <= sample.length * 0.2) return undefined;
  return oddNuls > evenNuls ? 'utf-16le' : 'utf-16be';
}

/** Bytes at the end that begin a UTF-8 character whose rest is in the next chunk: 0 to 3. */
function openSequenceLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? back : 0;
    }
  }
  return 0;
}

/**
 * The text of a file in pieces, without byte-order mark and NUL.
 *
 * @param onBytes told how many bytes of the file each piece took
 */
export async function* readText(
  path: string,
  encoding: TextEncoding,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    onBytes(chunk.length);
    const text = decoder.decode(chunk, { stream: true });
    // A NUL cannot be stored; the decoder has replaced all else that is not text.
    if (text.length > 0) yield text.replaceAll('\0', '\ufffd');
  }
  const rest = decoder.decode();
  if (rest.length > 0) yield rest;
}
