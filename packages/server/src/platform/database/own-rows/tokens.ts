/**
 * The words of a PostgreSQL statement, without its spaces and comments. What
 * stands inside a string can never look like a table, which is the point.
 */
export interface Token {
  kind: 'word' | 'string' | 'number' | 'parameter' | 'symbol';
  /** A name as PostgreSQL reads it: lower case unless it was quoted; else the text itself. */
  value: string;
  /** `"from"` is a name, `from` is a keyword. */
  isQuoted: boolean;
  start: number;
  end: number;
  /** How many parentheses it stands in; an opening one counts from the token after it. */
  depth: number;
}

/** A statement that the filter will not pass on, because it cannot tell whose rows it is about. */
export class NotOwnRows extends Error {
  constructor(reason: string, statement: string) {
    super(`${reason}. The statement was not run: ${statement.replaceAll(/\s+/g, ' ').trim().slice(0, 300)}`);
    this.name = 'NotOwnRows';
  }
}

const space = /\s+/y;
const lineComment = /--[^\n]*/y;
const word = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const number = /\d[\w.]*/y;
const parameter = /\$\d+/y;
const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
/** `::` matters to the reader of inserts; other operators may fall apart into their characters. */
const symbol = /::|[^\s\w]/uy;

/** @throws {NotOwnRows} when a string, comment or parenthesis does not end */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let depth = 0;
  const fail = (what: string): never => {
    throw new NotOwnRows(`${what} does not end`, text);
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const push = (kind: Token['kind'], length: number, value: string, isQuoted = false) => {
    tokens.push({ kind, value, isQuoted, start: at, end: at + length, depth });
    at += length;
  };
  /** A quoted piece from `from` on, where a doubled quote, or with `escapes` a backslash, does not end it. */
  const quotedLength = (from: number, quote: string, escapes: boolean): number => {
    for (let next = from + 1; next < text.length; next++) {
      if (escapes && text[next] === '\\') next++;
      else if (text[next] === quote) {
        if (text[next + 1] !== quote) return next + 1 - from;
        next++;
      }
    }
    return fail('a quoted piece');
  };

  while (at < text.length) {
    const skipped = match(space) ?? match(lineComment);
    if (skipped !== undefined) {
      at += skipped.length;
    } else if (text.startsWith('/*', at)) {
      at += commentLength(text, at) ?? fail('a comment');
    } else if (/^[eE]'/.test(text.slice(at, at + 2))) {
      push('string', 1 + quotedLength(at + 1, "'", true), '');
    } else if (/^(?:[bBxXnN]|[uU]&)?'/.test(text.slice(at, at + 3))) {
      const prefix = text.indexOf("'", at) - at;
      push('string', prefix + quotedLength(at + prefix, "'", false), '');
    } else if (/^[uU]&"/.test(text.slice(at, at + 3))) {
      throw new NotOwnRows('a name is written in code points', text);
    } else if (text[at] === '"') {
      const length = quotedLength(at, '"', false);
      push('word', length, text.slice(at + 1, at + length - 1).replaceAll('""', '"'), true);
    } else if (match(parameter) !== undefined) {
      const found = match(parameter) ?? '';
      push('parameter', found.length, found);
    } else if (match(dollarTag) !== undefined) {
      const tag = match(dollarTag) ?? '';
      const end = text.indexOf(tag, at + tag.length);
      if (end < 0) fail('a quoted piece');
      push('string', end + tag.length - at, '');
    } else if (match(word) !== undefined) {
      const found = match(word) ?? '';
      push('word', found.length, found.toLowerCase());
    } else if (match(number) !== undefined) {
      const found = match(number) ?? '';
      push('number', found.length, found);
    } else {
      const found = match(symbol) ?? text.slice(at, at + 1);
      if (found === ')') depth -= 1;
      push('symbol', found.length, found);
      if (found === '(') depth += 1;
      if (depth < 0) fail('a parenthesis');
    }
  }
  if (depth !== 0) fail('a parenthesis');
  return tokens;
}

/** Comments of PostgreSQL nest. */
function commentLength(text: string, from: number): number | undefined {
  let open = 0;
  for (let at = from; at < text.length - 1; at++) {
    const pair = text.slice(at, at + 2);
    if (pair !== '/*' && pair !== '*/') continue;
    open += pair === '/*' ? 1 : -1;
    at++;
    if (open === 0) return at + 1 - from;
  }
  return undefined;
}
