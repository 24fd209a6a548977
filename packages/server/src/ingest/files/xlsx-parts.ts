import { isDateFormat } from 'hucre';
import { storableText, UnreadableFile } from './row-source.ts';
import { attribute, type XmlHandlers, XmlScanner } from './xml-scanner.ts';
import { readZipDirectory, readZipEntry, type ZipEntry } from './zip-directory.ts';

/** What must be known before the rows of a sheet can be read. */
export interface Workbook {
  path: string;
  sheets: { name: string; entry: ZipEntry }[];
  sharedStrings: string[];
  /** By style index: whether a number in that style is a date. */
  dateStyles: boolean[];
  /** Days are counted from 1904-01-01, as old Macintosh workbooks do, not from 1899-12-30. */
  counts1904: boolean;
}

type Entries = ReadonlyMap<string, ZipEntry>;

/** Parts other than sheets and texts are small; a larger one is an attack. */
const MAX_SMALL_PART_BYTES = 16 * 1024 ** 2;
/** Most characters kept of the table of texts. */
const MAX_STRING_CHARS = 100_000_000;

/** Number formats built into the file format that show dates or times (ECMA-376 part 1, 18.8.30). */
const builtInDates = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57]);

/**
 * Opens a workbook: directory checked, sheets found, texts and date styles
 * read. Macros, links and everything else in it are never looked at.
 *
 * @throws UnreadableFile when it is damaged or a bomb
 */
export async function openWorkbook(path: string): Promise<Workbook> {
  const entries = new Map((await readZipDirectory(path)).map((entry) => [entry.name, entry]));
  const links = await readLinks(path, entries);
  let counts1904 = false;
  const sheets: Workbook['sheets'] = [];
  await scanPart(path, smallPart(entries, 'xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'workbookPr') counts1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '');
      if (name !== 'sheet') return;
      const entry = entries.get(links.get(relationId(attributes)) ?? '');
      if (entry?.name.includes('worksheets/')) {
        sheets.push({ name: storableText(attribute(attributes, 'name') ?? ''), entry });
      }
    },
  });
  if (sheets.length === 0) throw notAWorkbook('it has no sheet with cells');
  return {
    path,
    sheets,
    sharedStrings: await readSharedStrings(path, entries),
    dateStyles: await readDateStyles(path, entries),
    counts1904,
  };
}

/** Scans one part from end to end; at most one piece of it is in memory. */
export async function scanPart(path: string, entry: ZipEntry, handlers: Partial<XmlHandlers>): Promise<void> {
  const scanner = new XmlScanner({ open() {}, close() {}, text() {}, ...handlers });
  const decoder = new TextDecoder();
  for await (const bytes of readZipEntry(path, entry)) scanner.push(decoder.decode(bytes, { stream: true }));
  scanner.end();
}

function notAWorkbook(why: string): UnreadableFile {
  return new UnreadableFile(
    'damaged_file',
    `The workbook cannot be read: ${why}. Granary reads CSV and XLSX.`,
    'Open it in your spreadsheet program and save it again as XLSX.',
  );
}

function smallPart(entries: Entries, name: string): ZipEntry {
  const entry = entries.get(name);
  if (!entry) throw notAWorkbook(`its part ${name} is missing`);
  if (entry.uncompressedBytes > MAX_SMALL_PART_BYTES) throw notAWorkbook(`its part ${name} is too large`);
  return entry;
}

async function readLinks(path: string, entries: Entries): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  await scanPart(path, smallPart(entries, 'xl/_rels/workbook.xml.rels'), {
    open(name, attributes) {
      const target = attribute(attributes, 'Target');
      if (name !== 'Relationship' || target === undefined) return;
      const part = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
      links.set(attribute(attributes, 'Id') ?? '', part);
    },
  });
  return links;
}

/** The prefix of the relationship namespace is a file's own choice, usually `r`. */
function relationId(attributes: string): string {
  return /\s[\w.-]+:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? '';
}

async function readDateStyles(path: string, entries: Entries): Promise<boolean[]> {
  if (!entries.has('xl/styles.xml')) return [];
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCellFormats = false;
  await scanPart(path, smallPart(entries, 'xl/styles.xml'), {
    open(name, attributes) {
      if (name === 'numFmt') {
        const code = attribute(attributes, 'formatCode') ?? '';
        own.set(Number(attribute(attributes, 'numFmtId')), isDateFormat(code));
      } else if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'xf' && inCellFormats) {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0);
        styles.push(own.get(id) ?? builtInDates.has(id));
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return styles;
}

/** The texts cells point to. Phonetic guides, which repeat a text in kana, are not part of it. */
async function readSharedStrings(path: string, entries: Entries): Promise<string[]> {
  const strings: string[] = [];
  const entry = entries.get('xl/sharedStrings.xml');
  if (!entry) return strings;
  let current = '';
  let chars = 0;
  let inText = false;
  let inPhonetic = false;
  await scanPart(path, entry, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 't') inText = !inPhonetic;
      else if (name === 'rPh') inPhonetic = true;
    },
    text(text) {
      if (inText) current += text;
      if (current.length > 1_000_000)
        throw notAWorkbook('one of its texts has more than a million characters');
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') inPhonetic = false;
      else if (name === 'si') {
        chars += current.length + 16;
        if (chars > MAX_STRING_CHARS) throw notAWorkbook('its texts are too large together; save it as CSV');
        strings.push(decodeEscapes(storableText(current)));
      }
    },
  });
  return strings;
}

/** Excel writes characters that XML cannot hold as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  const decoded = text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return storableText(decoded);
}
