/** How the numbers of one column are written. */
export interface NumberFormat {
  decimal: '.' | ',';
  /** Rows that allow only this reading, and rows that read differently either way. */
  decidedBy: number;
  ambiguous: number;
  /** A value that could be read both ways, for the question to the owner of the file. */
  example: string | null;
}

const GROUP_MARKS = /[\s\u00a0\u202f'\u2019]/g;
const CURRENCY = /^(?:[A-Z]{3}|[€$£¥₹]|CHF|kr|zł)\s*|\s*(?:[A-Z]{3}|[€$£¥₹]|kr|zł)$/g;

/**
 * Reads the evidence of a whole column: `1.234,56` can only have a decimal
 * comma, `1,234.56` only a decimal point, while `1,234` alone leaves it open.
 */
export class NumberEvidence {
  private comma = 0;
  private point = 0;
  private open = 0;
  private openMark: '.' | ',' | null = null;
  private example: string | null = null;
  private plain = 0;

  add(cell: unknown): void {
    if (typeof cell !== 'string') return;
    const text = bare(cell);
    const lastComma = text.lastIndexOf(',');
    const lastPoint = text.lastIndexOf('.');
    if (lastComma < 0 && lastPoint < 0) {
      if (/^\d{1,3}$/.test(text)) this.plain += 1;
      return;
    }
    if (!/^[-+(]?[\d.,]+[-)]?$/.test(text)) return;
    if (lastComma >= 0 && lastPoint >= 0) {
      if (lastComma > lastPoint) this.comma += 1;
      else this.point += 1;
      return;
    }
    const mark = lastComma >= 0 ? ',' : '.';
    const other = mark === ',' ? 'point' : 'comma';
    const own = mark === ',' ? 'comma' : 'point';
    const parts = text.replace(/[-+()]/g, '').split(mark);
    if (parts.length > 2) this[other] += 1;
    else if (parts[1]!.length !== 3 || parts[0]!.length > 3 || /^0|^$/.test(parts[0]!)) this[own] += 1;
    else {
      this.open += 1;
      this.openMark = mark;
      this.example ??= cell.trim();
    }
  }

  get isDecided(): boolean {
    return this.comma + this.point > 0 || this.open === 0;
  }

  /**
   * @param whole  the column counts whole things: a lone mark then separates thousands
   * @param other  what the other columns of the file use, if they show it
   */
  decide(whole: boolean, other?: '.' | ','): NumberFormat {
    const evidence = { ambiguous: this.open, example: this.example };
    if (this.comma + this.point > 0) {
      const decimal = this.comma > this.point ? ',' : '.';
      return { decimal, decidedBy: Math.max(this.comma, this.point), ...evidence };
    }
    if (other) return { decimal: other, decidedBy: 0, ...evidence };
    if (!whole) return { decimal: '.', decidedBy: 0, ...evidence };
    // Where 9 stands beside 3,168, numbers are not written with three decimals, so the mark groups thousands.
    return {
      decimal: this.openMark === '.' ? ',' : '.',
      decidedBy: this.open > 0 ? this.plain : 0,
      ...evidence,
    };
  }
}

function bare(cell: string): string {
  return cell.trim().replace(CURRENCY, '').replace(GROUP_MARKS, '');
}

/**
 * The exact decimal text of a number as written: sign, digits, point, digits,
 * without superfluous zeros. Null when it is not a number in this format.
 *
 * @example parseDecimal('1.234,50', ',') // '1234.5'
 */
export function parseDecimal(cell: string, decimal: '.' | ','): string | null {
  let text = bare(cell);
  let negative = false;
  if (text.startsWith('(') && text.endsWith(')')) {
    negative = true;
    text = text.slice(1, -1);
  } else if (text.endsWith('-')) {
    negative = true;
    text = text.slice(0, -1);
  }
  if (/^[-+\u2212]/.test(text)) {
    if (negative) return null;
    negative = !text.startsWith('+');
    text = text.slice(1);
  }
  if (/^\d+(?:\.\d+)?e[-+]?\d{1,3}$/i.test(text)) return decimalOfNumber(Number(text) * (negative ? -1 : 1));
  const match = shapes[decimal].exec(text);
  if (!match || (match[1] === undefined && !match[2])) return null;
  const whole = (match[1] ?? '0').replace(/[.,]/g, '').replace(/^0+(?=\d)/, '');
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  const value = fraction ? `${whole}.${fraction}` : whole;
  return negative && value !== '0' ? `-${value}` : value;
}

const shapes: Record<'.' | ',', RegExp> = {
  '.': /^(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d*))?$/,
  ',': /^(\d+|\d{1,3}(?:\.\d{3})+)?(?:,(\d*))?$/,
};

/**
 * The decimal text of a number cell of a workbook. Workbooks store binary
 * doubles with 15 significant digits, so 0.1 + 0.2 is shown, and read, as 0.3.
 */
export function decimalOfNumber(value: number): string | null {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return null;
  const text = Number(value.toPrecision(15)).toString();
  if (!text.includes('e')) return text === '-0' ? '0' : text;
  return Number(text).toFixed(20).replace(/0+$/, '').replace(/\.$/, '').replace(/^-0$/, '0');
}
