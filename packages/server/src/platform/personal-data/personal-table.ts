/** What becomes of a personal value when its person is erased. */
export type OnErasure =
  /** The row goes. */
  | 'row removed'
  /** The value goes, the row stays. */
  | 'removed'
  /** The person's pseudonym takes its place. */
  | 'pseudonym'
  /** Text somebody typed: the pseudonym takes the place of the name and the e-mail address. */
  | 'words replaced'
  /** An id that leads to nothing but the pseudonym. */
  | 'kept';

export interface PersonalColumn {
  what: string;
  onErasure: OnErasure;
  /** A secret, or a hash of one: erased, never exported. */
  secret?: true;
}

/**
 * A table with values about people. A capability declares those of its schema;
 * from the declarations follow the export of somebody's data, their erasure
 * and docs/personal-data.md. The same columns are marked in the migrations by a
 * comment that begins with `personal:`; a test compares the three.
 */
export interface PersonalTable {
  /** `schema.table` */
  table: string;
  /** By which column a row belongs to a person; `words` where only its text tells, `nobody` where nothing does. */
  person: { userId: string } | { email: string } | 'words' | 'nobody';
  /** Why it is held. */
  purpose: string;
  /** For how long. */
  kept: string;
  columns: Record<string, PersonalColumn>;
}

/** Somebody whose data is exported or erased. */
export interface Person {
  userId: string;
  email: string | null;
  /** What they are and were called, and their e-mail addresses, longest first. */
  words: readonly string[];
}
