import { type FileHandle, open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { UnreadableFile } from './row-source.ts';

/** One member of a ZIP archive, as its central directory declares it. */
export interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  encrypted: boolean;
  compressedBytes: number;
  uncompressedBytes: number;
  localHeaderOffset: number;
}

const MAX_ENTRIES = 2_000;
const MAX_UNCOMPRESSED_BYTES = 4 * 1024 ** 3;
/** Deflate reaches 1,032:1 on constant input; real sheets of numbers stay below 30:1. */
const MAX_RATIO = 200;
const RATIO_FLOOR_BYTES = 64 * 1024 ** 2;
const MAX_DIRECTORY_BYTES = 4 * 1024 ** 2;

const damaged = (cause?: unknown) =>
  new UnreadableFile(
    'damaged_file',
    'The workbook is damaged: its ZIP directory cannot be read. Granary reads CSV and XLSX.',
    'Open it in your spreadsheet program and save it again.',
    { cause },
  );

const bomb = (message: string) =>
  new UnreadableFile('compressed_too_far', message, 'Save the table as CSV, or split the workbook.');

/**
 * Reads the central directory without unpacking anything, and refuses
 * archives built to exhaust the reader: too many members, too large when
 * unpacked, or packed further than real data can be. The sizes are only
 * declared, so {@link readZipEntry} counts again while it unpacks.
 *
 * @throws UnreadableFile `damaged_file` or `compressed_too_far`
 */
export async function readZipDirectory(path: string): Promise<ZipEntry[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { count, offset, bytes } = await readEndRecord(file, size);
    if (count > MAX_ENTRIES)
      throw bomb(`The workbook has ${count} parts; at most ${MAX_ENTRIES} are accepted.`);
    if (bytes > MAX_DIRECTORY_BYTES || offset + bytes > size) throw damaged();
    const entries = parseDirectory(await readAt(file, offset, bytes), count);
    refuseBomb(entries);
    return entries;
  } finally {
    await file.close();
  }
}

function refuseBomb(entries: readonly ZipEntry[]): void {
  const unpacked = entries.reduce((sum, entry) => sum + entry.uncompressedBytes, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.compressedBytes, 0);
  if (unpacked > MAX_UNCOMPRESSED_BYTES) {
    throw bomb(`The workbook unpacks to ${unpacked} bytes; at most ${MAX_UNCOMPRESSED_BYTES} are accepted.`);
  }
  if (unpacked > RATIO_FLOOR_BYTES && unpacked > packed * MAX_RATIO) {
    throw bomb(`The workbook unpacks to ${Math.round(unpacked / Math.max(packed, 1))} times its size.`);
  }
}

/** The end record, of which a ZIP64 variant holds what does not fit into 32 bits. */
async function readEndRecord(
  file: FileHandle,
  size: number,
): Promise<{ count: number; offset: number; bytes: number }> {
  const tailBytes = Math.min(size, 22 + 0xffff + 20);
  const tail = await readAt(file, size - tailBytes, tailBytes);
  const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (at < 0 || at + 22 > tail.length) throw damaged();
  const plain = {
    count: tail.readUInt16LE(at + 10),
    bytes: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  };
  const is64 = plain.count === 0xffff || plain.bytes === 0xffffffff || plain.offset === 0xffffffff;
  if (!is64) return plain;
  if (at < 20 || tail.readUInt32LE(at - 20) !== 0x07064b50) throw damaged();
  const record = await readAt(file, Number(tail.readBigUInt64LE(at - 12)), 56);
  if (record.readUInt32LE(0) !== 0x06064b50) throw damaged();
  return {
    count: Number(record.readBigUInt64LE(32)),
    bytes: Number(record.readBigUInt64LE(40)),
    offset: Number(record.readBigUInt64LE(48)),
  };
}

function parseDirectory(directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw damaged();
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const entry: ZipEntry = {
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes).replace(/^\//, ''),
      method: directory.readUInt16LE(at + 10),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      compressedBytes: directory.readUInt32LE(at + 20),
      uncompressedBytes: directory.readUInt32LE(at + 24),
      localHeaderOffset: directory.readUInt32LE(at + 42),
    };
    const extraStart = at + 46 + nameBytes;
    applyZip64(entry, directory.subarray(extraStart, extraStart + extraBytes));
    entries.push(entry);
    at = extraStart + extraBytes + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** The ZIP64 field holds, in this order, only those values that did not fit. */
function applyZip64(entry: ZipEntry, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let value = at + 4;
    const next = () => {
      if (value + 8 > extra.length) throw damaged();
      value += 8;
      return Number(extra.readBigUInt64LE(value - 8));
    };
    if (entry.uncompressedBytes === 0xffffffff) entry.uncompressedBytes = next();
    if (entry.compressedBytes === 0xffffffff) entry.compressedBytes = next();
    if (entry.localHeaderOffset === 0xffffffff) entry.localHeaderOffset = next();
    return;
  }
}

/**
 * The unpacked bytes of one member, in pieces, straight from the file. Stops
 * with `compressed_too_far` when more come out than the directory declared.
 *
 * @param onBytes told how many packed bytes were read
 */
export async function* readZipEntry(
  path: string,
  entry: ZipEntry,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) throw damaged();
  const file = await open(path, 'r');
  try {
    const local = await readAt(file, entry.localHeaderOffset, 30);
    if (local.readUInt32LE(0) !== 0x04034b50) throw damaged();
    const start = entry.localHeaderOffset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    if (entry.compressedBytes === 0) return;
    const packed = file.createReadStream({
      start,
      end: start + entry.compressedBytes - 1,
      autoClose: false,
      highWaterMark: 1 << 16,
    });
    packed.on('data', (chunk) => onBytes(chunk.length));
    const stream = entry.method === 0 ? packed : packed.pipe(createInflateRaw({ chunkSize: 1 << 16 }));
    packed.on('error', (error) => stream.destroy(error));
    let unpacked = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      if (unpacked > entry.uncompressedBytes) {
        throw bomb(`The part ${entry.name} of the workbook is larger than it declares.`);
      }
      yield chunk;
    }
  } catch (error) {
    throw error instanceof UnreadableFile ? error : damaged(error);
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  if (!Number.isSafeInteger(position)) throw damaged();
  const { bytesRead } = await file.read(buffer, 0, bytes, position);
  if (bytesRead < bytes) throw damaged();
  return buffer;
}
