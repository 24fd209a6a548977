/** How the cells of a column are read. `quantity` may have decimals, `integer` may not, `money` has at most four. */
export type ColumnType = 'text' | 'date' | 'integer' | 'quantity' | 'money';

/** One column of a file kind: what it means, which names it goes by, and what is allowed in it. */
export interface DatasetColumn {
  /** Canonical name, in files and in the table. */
  name: string;
  type: ColumnType;
  /** A required column must be in the file, and its cells must not be blank unless {@link mayBeBlank}. */
  required: boolean;
  mayBeBlank?: boolean;
  /** Names that certainly mean this column; compared without case, accents and punctuation. */
  synonyms: readonly string[];
  /** Names that may mean this column, such as `qty`: suggested, never taken without asking. */
  hints?: readonly string[];
  /** Most characters of a text. */
  maxLength?: number;
  /** Smallest and largest number, inclusive; by default 0 and what the table holds. */
  min?: number;
  max?: number;
  /** Most digits after the point that are kept; further ones are rounded, with a warning. */
  decimals?: number;
  /** The only texts accepted, in lower case. */
  allowed?: readonly string[];
  /** SQL over the staged row `s` for a new row without this value; none means null. */
  fallback?: string;
  /** False for a column that is checked and not stored. */
  stored?: boolean;
  description: string;
  example: string;
}

/**
 * A rule about whole rows that needs the database. It is one statement over
 * all staged rows, so a million rows cost one hash join.
 */
export interface RowCheck {
  code: string;
  severity: 'error' | 'warning';
  column: string;
  /** Columns the file must have for the rule to apply. */
  needs: readonly string[];
  /** SQL that is true for a faulty staged row `s`; a constant of the program. */
  where: string;
  /** `{value}` stands for the value of `column`. */
  message: string;
  hint: string;
}

/**
 * A kind of file Granary accepts. A capability declares its own in
 * `datasets.ts`; `ingest` receives the list and knows none of them by name.
 */
export interface DatasetDefinition {
  kind: string;
  /** Other values of `file_type` that mean this kind. */
  aliases: readonly string[];
  title: string;
  description: string;
  columns: readonly DatasetColumn[];
  /** The columns that make a row unique, in one file and in the table. All are required. */
  naturalKey: readonly string[];
  checks: readonly RowCheck[];
  /**
   * The declaring capability's own table. It has the stored columns, org_id,
   * upload_id and row_no; the natural key with org_id is unique in it.
   */
  table: string;
  /** Column of the table that is set to the time of the last change. */
  touchedAt?: string;
}

/** A problem of one cell or row. An `error` keeps the row out; a `warning` lets it in. */
export interface RowProblem {
  rowNumber: number | null;
  column: string | null;
  code: string;
  severity: 'error' | 'warning';
  message: string;
  hint: string;
  value: string | null;
}

/** A list of names, written as people write lists: with commas. */
export function names(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
