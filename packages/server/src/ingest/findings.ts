import type { RowProblem } from '../platform/datasets/dataset.ts';

/**
 * Every way a cell or row can be wrong. A code is a promise to callers: it
 * keeps its name and meaning. `docs` and the web link to it.
 */
export type FindingCode =
  | 'missing_value'
  | 'not_a_date'
  | 'not_a_number'
  | 'negative'
  | 'fraction'
  | 'too_small'
  | 'too_large'
  | 'too_long'
  | 'not_allowed'
  | 'bad_character'
  | 'rounded'
  | 'ragged_row'
  | 'duplicate_key'
  | 'unknown_store'
  | 'unknown_item'
  | 'same_store'
  | 'expiry_before_snapshot'
  | 'expiry_before_receipt'
  | 'ambiguous_dates'
  | 'ambiguous_numbers';

export type Finding = RowProblem;

/** What is wrong with one cell; the row number and column are added by the row reader. */
export interface CellFault {
  code: FindingCode;
  severity: 'error' | 'warning';
  message: string;
  hint: string;
  /** What is stored all the same, for a warning. */
  stored: string | null;
}

export function fault(code: FindingCode, message: string, hint: string): CellFault {
  return { code, severity: 'error', message, hint, stored: null };
}

/** A cell as shown in a message: short, on one line, in quotes. */
export function shown(value: unknown): string {
  const text = String(value).replace(/\s+/g, ' ');
  return `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`;
}
