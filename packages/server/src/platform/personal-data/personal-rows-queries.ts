import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import type { Person, PersonalTable } from './personal-table.ts';

/** The rows of a table that belong to a person, without secrets. */
export async function selectPersonalRows(
  tx: Tx,
  declared: PersonalTable,
  person: Person,
  limit: number,
): Promise<Record<string, unknown>[]> {
  if (declared.person === 'nobody') return [];
  const belongs = belongsTo(declared, person) ?? mentions(Object.keys(declared.columns), person);
  const hidden = ['org_id', ...columnsWhere(declared, ({ secret }) => secret === true)];
  const found = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(t) - ${hidden}::text[] as row from ${sql.table(declared.table)} t
    where ${belongs} limit ${limit}`.execute(tx);
  return found.rows.map(({ row }) => row);
}

/**
 * Erases a person from a table, as its columns say.
 *
 * @returns rows changed or removed
 */
export async function erasePersonalRows(
  tx: Tx,
  declared: PersonalTable,
  person: Person,
  pseudonym: string,
): Promise<number> {
  if (declared.person === 'nobody') return 0;
  const belongs = belongsTo(declared, person);
  const changes: RawBuilder<unknown>[] = [];
  const { table, columns } = declared;
  if (Object.values(columns).some(({ onErasure }) => onErasure === 'row removed')) {
    const goes = belongs ?? mentions(Object.keys(columns), person);
    return rowsOf(await sql`delete from ${sql.table(table)} t where ${goes}`.execute(tx));
  }
  for (const column of columnsWhere(declared, ({ onErasure }) => onErasure === 'removed')) {
    changes.push(sql`${sql.ref(column)} = null`);
  }
  for (const column of columnsWhere(declared, ({ onErasure }) => onErasure === 'pseudonym')) {
    changes.push(sql`${sql.ref(column)} = ${pseudonym}`);
  }
  let changed = 0;
  if (changes.length > 0 && belongs !== undefined) {
    changed += rowsOf(
      await sql`update ${sql.table(table)} t set ${sql.join(changes)} where ${belongs}`.execute(tx),
    );
  }
  // Anybody's text may name the person.
  for (const column of columnsWhere(declared, ({ onErasure }) => onErasure === 'words replaced')) {
    const ref = sql.ref(column);
    changed += rowsOf(
      await sql`
        update ${sql.table(table)} t set ${ref} = regexp_replace(${ref}, ${patternOf(person)}, ${pseudonym}, 'g')
        where ${ref} ~ ${patternOf(person)}`.execute(tx),
    );
  }
  return changed;
}

function columnsWhere(
  { columns }: PersonalTable,
  isMeant: (column: PersonalTable['columns'][string]) => boolean,
): string[] {
  return Object.entries(columns).flatMap(([name, column]) => (isMeant(column) ? [name] : []));
}

function belongsTo({ person: by }: PersonalTable, person: Person): RawBuilder<boolean> | undefined {
  if (by === 'words' || by === 'nobody') return undefined;
  if ('userId' in by) return sql<boolean>`${sql.ref(`t.${by.userId}`)} = ${person.userId}`;
  return person.email === null
    ? sql<boolean>`false`
    : sql<boolean>`${sql.ref(`t.${by.email}`)} = ${person.email}`;
}

function mentions(columns: string[], person: Person): RawBuilder<boolean> {
  const each = columns.map((column) => sql`${sql.ref(`t.${column}`)}::text ~ ${patternOf(person)}`);
  return sql<boolean>`(${sql.join(each, sql` or `)})`;
}

/** The person's words as whole words, e-mail addresses in any case; matches nothing where there are none. */
function patternOf({ words }: Person): string {
  const escaped = words.map((word) =>
    [...word]
      .map((sign) => {
        if (!/[\p{L}\p{N}]/u.test(sign)) return `\\${sign}`;
        return word.includes('@') ? `[${sign.toLowerCase()}${sign.toUpperCase()}]` : sign;
      })
      .join(''),
  );
  return escaped.length === 0 ? '(?!)' : `(?<![[:alnum:]])(?:${escaped.join('|')})(?![[:alnum:]])`;
}

const rowsOf = (result: { numAffectedRows?: bigint | undefined }) => Number(result.numAffectedRows ?? 0n);
