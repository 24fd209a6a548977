export type DecimalMark = '.' | ',';

const MISSING = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', 'none', '-', '.', '?']);

/** Whether a cell says that nobody knows the value. */
export function isMissing(text: string): boolean {
  return text.length <= 4 && MISSING.has(text.trim().toLowerCase());
}

const GROUPS = /[\s\u00a0\u202f'\u2019]/g;
const CURRENCY = /^(?:[€$£¥₹]|[A-Z]{3}\s)\s*|\s*(?:[€$£¥₹]|\s[A-Z]{3})$/g;
const PLAIN = /^-?\d+(?:\.\d+)?$/;
const SHAPES: Record<DecimalMark, RegExp> = {
  '.': /^[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d*)?(?:e[-+]?\d{1,3})?$/i,
  ',': /^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)?(?:,\d*)?(?:e[-+]?\d{1,3})?$/i,
};

/** A number as written, with thousands grouped and a currency or not; undefined if it is none. */
export function readNumber(text: string, decimal: DecimalMark): number | undefined {
  if (decimal === '.' && PLAIN.test(text)) return Number(text);
  const bare = text.trim().replace(CURRENCY, '').replace(GROUPS, '').replace('\u2212', '-');
  if (!SHAPES[decimal].test(bare) || !/\d/.test(bare)) return undefined;
  const point = decimal === '.' ? bare.replaceAll(',', '') : bare.replaceAll('.', '').replace(',', '.');
  const value = Number(point);
  return Number.isFinite(value) ? value : undefined;
}

/** Whether a cell is a number with either mark. */
export function isNumber(text: string): boolean {
  return readNumber(text, '.') !== undefined || readNumber(text, ',') !== undefined;
}

/** Which mark the numbers of a column have: `1.234,5` shows a comma, `1,234.5` a point, `1,234` leaves it open. */
export interface DecimalEvidence {
  comma: number;
  point: number;
  /** the first number that reads differently either way */
  open: string | undefined;
}

export function addDecimalEvidence(evidence: DecimalEvidence, text: string): void {
  if (!text.includes(',') && !text.includes('.')) return;
  const asPoint = readNumber(text, '.');
  const asComma = readNumber(text, ',');
  if (asPoint === undefined && asComma !== undefined) evidence.comma++;
  else if (asComma === undefined && asPoint !== undefined) evidence.point++;
  else if (asPoint !== undefined && asPoint !== asComma) evidence.open ??= text;
}

/** The mark of a column; where nothing shows it, a point stands for decimals and a comma for thousands. */
export function decimalMark({ comma, point }: DecimalEvidence): DecimalMark {
  return comma > point ? ',' : '.';
}
