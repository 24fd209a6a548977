import { NotOwnRows, type Token } from './tokens.ts';

const setOperators = ['union', 'intersect', 'except'];
/** What may follow a WHERE at its own depth; `on` only as the start of ON CONFLICT. */
const afterWhere = [
  ...setOperators,
  'group',
  'having',
  'window',
  'order',
  'limit',
  'offset',
  'fetch',
  'for',
  'returning',
];
/** Words after a table that are not its alias. */
const notAnAlias = new Set([
  ...afterWhere,
  ...['where', 'on', 'using', 'set', 'join', 'inner', 'left', 'right', 'full', 'cross', 'natural', 'when'],
  ...['with', 'values', 'select', 'overriding', 'default'],
]);

/** A statement as tokens, with the few questions the filter asks of it. */
export class Statement {
  readonly text: string;
  readonly tokens: readonly Token[];

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text;
    this.tokens = tokens;
  }

  refuse(reason: string): never {
    throw new NotOwnRows(reason, this.text);
  }

  /** Whether the token at this place is one of these keywords. */
  is(index: number, ...keywords: string[]): boolean {
    const token = this.tokens[index];
    return token?.kind === 'word' && !token.isQuoted && keywords.includes(token.value);
  }

  isSymbol(index: number, value: string): boolean {
    const token = this.tokens[index];
    return token?.kind === 'symbol' && token.value === value;
  }

  /** Where the parentheses around a token, or its statement, end: the index after the last token inside. */
  groupEnd(index: number): number {
    const depth = this.tokens[index]?.depth ?? 0;
    for (let next = index; next < this.tokens.length; next++) {
      const token = this.tokens[next] as Token;
      if (token.depth < depth || (token.depth === depth && this.isSymbol(next, ';'))) return next;
    }
    return this.tokens.length;
  }

  /** As {@link groupEnd}, or where UNION and the like follow. */
  blockEnd(index: number): number {
    const end = this.groupEnd(index);
    return this.find(index + 1, end, ...setOperators) ?? end;
  }

  /** The start of the SELECT (or other part of a set operation) that a token stands in. */
  blockStart(index: number): number {
    const depth = this.tokens[index]?.depth ?? 0;
    let start = index;
    for (let next = index - 1; next >= 0; next--) {
      const token = this.tokens[next] as Token;
      if (token.depth < depth) break;
      if (token.depth > depth) continue;
      if (this.isSymbol(next, ';') || this.is(next, ...setOperators)) break;
      start = next;
    }
    return start;
  }

  /** The first of these keywords from `from` on, at the depth of the token before `from`. */
  find(from: number, end: number, ...keywords: string[]): number | undefined {
    const depth = this.tokens[from - 1]?.depth ?? 0;
    for (let index = from; index < end; index++) {
      if (this.tokens[index]?.depth === depth && this.is(index, ...keywords)) return index;
    }
    return undefined;
  }

  /** Where the rows are chosen, or would be: `where` and the first token after its condition. */
  whereOf(index: number): { where: number | undefined; end: number } {
    const blockEnd = this.blockEnd(index);
    const where = this.find(index + 1, blockEnd, 'where');
    const depth = this.tokens[index]?.depth;
    for (let next = (where ?? index) + 1; next < blockEnd; next++) {
      if (this.tokens[next]?.depth !== depth) continue;
      const isEnd = this.is(next, ...afterWhere) || (this.is(next, 'on') && this.is(next + 1, 'conflict'));
      if (isEnd) return { where, end: next };
    }
    return { where, end: blockEnd };
  }

  /** The name that the rest of the statement uses for the table whose last token is at `index`. */
  aliasAfter(index: number): { name: string; end: number } | undefined {
    const at = this.is(index + 1, 'as') ? index + 2 : index + 1;
    const token = this.tokens[at];
    if (token?.kind !== 'word' || token.depth !== this.tokens[index]?.depth) return undefined;
    if (!token.isQuoted && notAnAlias.has(token.value)) return undefined;
    return { name: this.textOf(at, at + 1), end: at + 1 };
  }

  /** The text from a token up to another, as it was written. */
  textOf(from: number, end: number): string {
    return this.text.slice(this.tokens[from]?.start, this.tokens[end - 1]?.end);
  }

  /** The parts between the commas of a list at one depth. */
  splitList(from: number, end: number): { from: number; end: number }[] {
    const depth = this.tokens[from]?.depth;
    const parts: { from: number; end: number }[] = [];
    let start = from;
    for (let index = from; index < end; index++) {
      if (this.tokens[index]?.depth !== depth || !this.isSymbol(index, ',')) continue;
      parts.push({ from: start, end: index });
      start = index + 1;
    }
    parts.push({ from: start, end });
    return parts;
  }
}
