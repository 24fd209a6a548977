import { open } from 'node:fs/promises';
import { UnreadableFile } from './row-source.ts';
import { readZipDirectory } from './zip-directory.ts';

export type FileFormat = 'csv' | 'xlsx';

const HEAD_BYTES = 64 * 1024;
const ACCEPTED = 'Granary reads CSV (any delimiter and encoding) and XLSX workbooks.';

const SIGNATURES: readonly { bytes: readonly number[]; name: string; hint: string }[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], name: 'a PNG image', hint: 'Export the table itself as CSV or XLSX.' },
  { bytes: [0xff, 0xd8, 0xff], name: 'a JPEG image', hint: 'Export the table itself as CSV or XLSX.' },
  { bytes: [0x47, 0x49, 0x46, 0x38], name: 'a GIF image', hint: 'Export the table itself as CSV or XLSX.' },
  {
    bytes: [0x25, 0x50, 0x44, 0x46],
    name: 'a PDF document',
    hint: 'Export the report behind it as CSV or XLSX.',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    name: 'a legacy Excel file (.xls) or a password-protected workbook',
    hint: 'Open it in your spreadsheet program and save it as XLSX without a password, or as CSV.',
  },
  { bytes: [0x1f, 0x8b], name: 'a gzip archive', hint: 'Unpack it and upload the CSV or XLSX inside.' },
  {
    bytes: [0x42, 0x5a, 0x68],
    name: 'a bzip2 archive',
    hint: 'Unpack it and upload the CSV or XLSX inside.',
  },
  {
    bytes: [0x37, 0x7a, 0xbc, 0xaf],
    name: 'a 7z archive',
    hint: 'Unpack it and upload the CSV or XLSX inside.',
  },
  {
    bytes: [0x52, 0x61, 0x72, 0x21],
    name: 'a RAR archive',
    hint: 'Unpack it and upload the CSV or XLSX inside.',
  },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], name: 'a program', hint: 'Upload a CSV or XLSX file.' },
  { bytes: [0x4d, 0x5a, 0x90], name: 'a program', hint: 'Upload a CSV or XLSX file.' },
  { bytes: [0x50, 0x41, 0x52, 0x31], name: 'a Parquet file', hint: 'Export the table as CSV.' },
];

/**
 * What a file is, judged by its bytes; its name says nothing.
 *
 * @throws UnreadableFile `unsupported_format` naming CSV and XLSX, or `empty_file`
 */
export async function detectFileFormat(path: string): Promise<FileFormat> {
  const head = await readHead(path);
  if (head.length === 0) throw new UnreadableFile('empty_file', 'The file is empty.', 'Export it again.');
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06])) {
    return detectZip(path);
  }
  const known = SIGNATURES.find((signature) => startsWith(head, signature.bytes));
  if (known) throw unsupported(known.name, known.hint);
  if (!looksLikeText(head)) throw unsupported('a binary file', 'Export the table as CSV or XLSX.');
  if (/^\s*(<!doctype html|<html|<\?xml|<table)/i.test(head.subarray(0, 256).toString('latin1'))) {
    throw unsupported('an HTML or XML page', 'Open it in a spreadsheet program and save it as XLSX or CSV.');
  }
  return 'csv';
}

async function detectZip(path: string): Promise<FileFormat> {
  const entries = await readZipDirectory(path);
  const names = new Set(entries.map((entry) => entry.name));
  if (names.has('xl/workbook.xml')) return 'xlsx';
  if (names.has('xl/workbook.bin')) {
    throw unsupported('a binary Excel workbook (.xlsb)', 'Save it as XLSX or CSV.');
  }
  if (names.has('content.xml')) throw unsupported('an OpenDocument file', 'Save it as XLSX or CSV.');
  if (names.has('word/document.xml')) throw unsupported('a Word document', 'Copy the table into a workbook.');
  throw unsupported('a ZIP archive', 'Unpack it and upload the CSV or XLSX inside.');
}

function unsupported(name: string, hint: string): UnreadableFile {
  return new UnreadableFile('unsupported_format', `This is ${name}. ${ACCEPTED}`, hint);
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(buffer, 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function startsWith(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

/** UTF-16 text has a NUL in every other byte; other text has none and few control characters. */
function looksLikeText(head: Buffer): boolean {
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])) return true;
  let evenNuls = 0;
  let oddNuls = 0;
  let controls = 0;
  for (const [index, byte] of head.entries()) {
    if (byte === 0 && index % 2 === 0) evenNuls += 1;
    else if (byte === 0) oddNuls += 1;
    else if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1a && byte !== 0x1b)) controls += 1;
  }
  if (controls > head.length * 0.02) return false;
  return evenNuls + oddNuls === 0 || isUtf16Pattern(evenNuls, oddNuls, head.length);
}

/** Latin text in UTF-16 has a zero byte in nearly every second place and almost none in the other. */
export function isUtf16Pattern(evenNuls: number, oddNuls: number, bytes: number): boolean {
  const half = bytes / 2;
  return Math.max(evenNuls, oddNuls) > half * 0.4 && Math.min(evenNuls, oddNuls) < half * 0.1;
}
