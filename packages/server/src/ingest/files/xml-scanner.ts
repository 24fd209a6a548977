import { UnreadableFile } from './row-source.ts';

/** What a scan reports. Names come without namespace prefix; attributes as written, for {@link attribute}. */
export interface XmlHandlers {
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** May come in several pieces for one element. */
  text(text: string): void;
}

/** Longest tag or unbroken text kept while waiting for its end. */
const MAX_PENDING_CHARS = 256 * 1024;

/**
 * Scans the XML of workbook parts, which arrives in pieces. It knows elements,
 * text, CDATA, comments and the five named entities; a document type, the door
 * to entity attacks, is refused. hucre's scanner is not exported, and its row
 * stream has no back-pressure: rows pile up when the database is slower.
 */
export class XmlScanner {
  private rest = '';
  private readonly handlers: XmlHandlers;

  constructor(handlers: XmlHandlers) {
    this.handlers = handlers;
  }

  push(piece: string): void {
    const text = this.rest + piece;
    let at = 0;
    while (at < text.length) {
      const next = text.charCodeAt(at) === 60 ? this.markup(text, at) : this.characters(text, at);
      if (next < 0) break;
      at = next;
    }
    this.rest = text.slice(at);
    if (this.rest.length > MAX_PENDING_CHARS) throw damagedXml();
  }

  /** @throws UnreadableFile when the text stops inside a tag */
  end(): void {
    if (this.rest.trim() !== '') throw damagedXml();
  }

  private characters(text: string, at: number): number {
    const end = text.indexOf('<', at);
    if (end >= 0) {
      this.handlers.text(decodeEntities(text.slice(at, end)));
      return end;
    }
    if (text.length - at < MAX_PENDING_CHARS / 2) return -1;
    const entity = text.lastIndexOf('&');
    const cut = entity > text.length - 12 ? entity : text.length;
    this.handlers.text(decodeEntities(text.slice(at, cut)));
    return cut;
  }

  /** Handles the markup at `at`; returns where it ends, or -1 when the end has not arrived. */
  private markup(text: string, at: number): number {
    const second = text.charCodeAt(at + 1);
    if (Number.isNaN(second)) return -1;
    if (second === 63) return after(text, '?>', at);
    if (second === 33) return this.declaration(text, at);
    const end = tagEnd(text, at);
    if (end < 0) return -1;
    if (second === 47) {
      this.handlers.close(localName(text.slice(at + 2, end).trim()));
      return end + 1;
    }
    const selfClosing = text.charCodeAt(end - 1) === 47;
    const content = text.slice(at + 1, selfClosing ? end - 1 : end);
    const space = content.search(/\s/);
    const name = localName(space < 0 ? content : content.slice(0, space));
    this.handlers.open(name, space < 0 ? '' : content.slice(space));
    if (selfClosing) this.handlers.close(name);
    return end + 1;
  }

  private declaration(text: string, at: number): number {
    if (text.length - at < 9) return -1;
    if (text.startsWith('<!--', at)) return after(text, '-->', at + 4);
    if (!text.startsWith('<![CDATA[', at)) throw damagedXml();
    const end = text.indexOf(']]>', at);
    if (end < 0) return -1;
    this.handlers.text(text.slice(at + 9, end));
    return end + 3;
  }
}

function damagedXml(): UnreadableFile {
  return new UnreadableFile(
    'damaged_file',
    'The workbook is damaged: one of its parts is not proper XML. Granary reads CSV and XLSX.',
    'Open it in your spreadsheet program and save it again as XLSX.',
  );
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

/** The `>` that closes the tag; one inside a quoted attribute does not. */
function tagEnd(text: string, at: number): number {
  let end = text.indexOf('>', at);
  while (end >= 0 && insideQuotes(text, at, end)) end = text.indexOf('>', end + 1);
  return end;
}

function insideQuotes(text: string, from: number, to: number): boolean {
  let quote = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
  }
  return quote !== 0;
}

function localName(tag: string): string {
  const colon = tag.indexOf(':');
  return colon < 0 ? tag : tag.slice(colon + 1);
}

/** The value of an attribute by its local name, or undefined. */
export function attribute(attributes: string, name: string): string | undefined {
  let at = attributes.indexOf(name);
  while (at >= 0) {
    const before = attributes.charCodeAt(at - 1);
    const isStart = before === 58 || before <= 32;
    const equals = /^\s*=\s*(["'])/.exec(attributes.slice(at + name.length, at + name.length + 16));
    if (isStart && equals) {
      const start = at + name.length + equals[0].length;
      const end = attributes.indexOf(equals[1]!, start);
      return end < 0 ? undefined : decodeEntities(attributes.slice(start, end));
    }
    at = attributes.indexOf(name, at + 1);
  }
  return undefined;
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (name) return named[String(name).toLowerCase()] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
