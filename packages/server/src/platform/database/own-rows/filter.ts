import { SCHEMAS } from '../schemas.ts';
import { checkBeginnings, refuseOtherSchema } from './allowed-statements.ts';
import { checkAssignments, checkCall, checkConflict, checkInsert, type OwnerParameters } from './inserts.ts';
import { aliasOf, placeOf } from './places.ts';
import { Statement } from './statement.ts';
import { readTokens } from './tokens.ts';

/** Shared tables without the column org_id: there is nothing to filter by. */
const withoutOrganization = new Set(['platform.migrations']);
/** A row here may belong to another organization by its key alone, so ON CONFLICT cannot name org_id. */
const keyedAcrossOrganizations = new Set(['identity.sign_in_names']);
/** Functions that touch no table. Others are told the organization, first, and keep to it. */
const withoutRows = new Set(['platform.current_org', 'identity.audit_field', 'identity.audit_hash']);
const schemas = new Set<string>(SCHEMAS);

/** A statement as it is run in an organization. */
export interface OwnRowsStatement {
  text: string;
  /** The parameter, from 1, that takes the organization's id; undefined when no table is filtered. */
  parameter: number | undefined;
  /** Parameters of the statement that must equal it. */
  owners: number[];
}

/**
 * Adds `org_id = $n` to every tenant table that a statement reads, changes or
 * deletes from, wherever it stands (joins, subqueries, CTEs), and checks that
 * inserts belong to the organization. Row-level security does the same in the
 * database; each holds without the other. What cannot be read with certainty
 * is refused, so a new way of writing SQL fails in its first test.
 *
 * A table that is read becomes `(select * from t where org_id = $n)`, which the
 * planner dissolves; one that is changed or locked gets the condition in its
 * WHERE, because locks must be taken in the order the statement asks for.
 *
 * @throws {NotOwnRows}
 */
export function filterStatement(text: string): OwnRowsStatement {
  return new Filter(new Statement(text, readTokens(text))).run();
}

/** A table as it stands in a statement: `schema . table` from token `index` on. */
interface Reference {
  index: number;
  name: string;
  alias: string;
}

class Filter {
  readonly #statement: Statement;
  readonly #edits: { at: number; length: number; text: string }[] = [];
  readonly #owners: OwnerParameters = new Set();
  readonly #filtered: Reference[] = [];
  /** Where the lists of columns of the inserts begin; checked last, when it is known what is filtered. */
  readonly #inserts: number[] = [];
  readonly #parameter: number;

  constructor(statement: Statement) {
    this.#statement = statement;
    const numbers = statement.tokens.map(({ kind, value }) =>
      kind === 'parameter' ? Number(value.slice(1)) : 0,
    );
    this.#parameter = Math.max(0, ...numbers) + 1;
  }

  run(): OwnRowsStatement {
    const statement = this.#statement;
    checkBeginnings(statement);
    for (const [index, token] of statement.tokens.entries()) {
      const isPath =
        token.kind === 'word' &&
        statement.isSymbol(index + 1, '.') &&
        !statement.isSymbol(index - 1, '.') &&
        statement.tokens[index + 2]?.kind === 'word';
      if (isPath && schemas.has(token.value)) this.#judge(index);
      else if (isPath) refuseOtherSchema(statement, index);
    }
    for (const columns of this.#inserts) {
      checkInsert(statement, columns, this.#owners, (alias, at) => this.#isFilteredAlias(alias, at));
    }
    let { text } = statement;
    for (const edit of this.#edits.toSorted((a, b) => b.at - a.at)) {
      text = text.slice(0, edit.at) + edit.text + text.slice(edit.at + edit.length);
    }
    const isUsed = this.#filtered.length > 0;
    return { text, parameter: isUsed ? this.#parameter : undefined, owners: [...this.#owners] };
  }

  #judge(index: number): void {
    const statement: Statement = this.#statement;
    const name = `${statement.tokens[index]?.value}.${statement.tokens[index + 2]?.value}`;
    const reference = { index, name, alias: aliasOf(statement, index) };
    const place = placeOf(statement, index);
    if (withoutOrganization.has(name)) {
      if (place !== 'read') statement.refuse(`${name} is not written by an organization`);
      return;
    }
    switch (place) {
      case 'call':
        if (!withoutRows.has(name)) checkCall(statement, index + 3, this.#owners);
        return;
      case 'column': {
        // schema.table.column: what is read is known by the table's name alone from here on.
        const start = this.#startOf(index);
        this.#edits.push({ at: start, length: this.#startOf(index + 2) - start, text: '' });
        return;
      }
      case 'read':
        this.#replace(reference);
        return;
      case 'insert':
        this.#insert(reference);
        return;
      case 'merge':
        this.#merge(reference);
        return;
      case 'update':
        this.#checkSet(index, statement.blockEnd(index), 'from', 'where', 'returning');
        this.#restrict(reference);
        return;
      case 'delete':
      case 'lock':
        this.#restrict(reference);
    }
  }

  #replace(reference: Reference): void {
    const { index, name, alias } = reference;
    const hasAlias = this.#statement.aliasAfter(index + 2) !== undefined;
    const start = this.#startOf(index);
    const rows = `(select * from ${name} where org_id = $${this.#parameter})`;
    this.#edits.push({
      at: start,
      length: this.#endOf(index + 2) - start,
      text: hasAlias ? rows : `${rows} as ${alias}`,
    });
    this.#filtered.push(reference);
  }

  /** Puts the condition into the WHERE of the statement that changes, deletes or locks. */
  #restrict(reference: Reference): void {
    const statement: Statement = this.#statement;
    const condition = `${reference.alias}.org_id = $${this.#parameter}`;
    const { where, end } = statement.whereOf(reference.index);
    if (where !== undefined && statement.is(where + 1, 'current'))
      statement.refuse('WHERE CURRENT OF cannot be filtered');
    this.#conjoin(where, end, condition);
    this.#filtered.push(reference);
  }

  /** `where a or b` becomes `where condition and (a or b)`; without a WHERE one is put before `end`. */
  #conjoin(keyword: number | undefined, end: number, condition: string): void {
    const after = this.#endOf(end - 1);
    if (keyword === undefined) {
      this.#edits.push({ at: after, length: 0, text: ` where ${condition}` });
    } else {
      this.#edits.push({ at: this.#endOf(keyword), length: 0, text: ` ${condition} and (` });
      this.#edits.push({ at: after, length: 0, text: ')' });
    }
  }

  #insert({ index, name }: Reference): void {
    const statement = this.#statement;
    const columns = statement.aliasAfter(index + 2)?.end ?? index + 3;
    this.#inserts.push(columns);
    if (!keyedAcrossOrganizations.has(name)) checkConflict(statement, columns);
    this.#checkSet(index, statement.groupEnd(index), 'where', 'returning');
  }

  #merge(reference: Reference): void {
    const statement: Statement = this.#statement;
    const { index } = reference;
    const end = statement.groupEnd(index);
    const on = statement.find(index + 1, end, 'on');
    const when = on === undefined ? undefined : statement.find(on + 1, end, 'when');
    if (when === undefined) statement.refuse('the merge has no condition');
    for (let at = when; at < end; at++) {
      if (statement.is(at, 'by')) statement.refuse('a merge WHEN NOT MATCHED BY SOURCE cannot be filtered');
      if (statement.is(at, 'insert')) this.#inserts.push(at + 1);
      if (statement.is(at, 'update')) this.#checkSet(at, end, 'when', 'returning');
    }
    this.#conjoin(on, when, `${reference.alias}.org_id = $${this.#parameter}`);
    this.#filtered.push(reference);
  }

  /** Looks at the first SET after `from`, up to one of the keywords. */
  #checkSet(from: number, end: number, ...until: string[]): void {
    const statement = this.#statement;
    const set = statement.find(from + 1, end, 'set');
    if (set === undefined) return;
    checkAssignments(statement, set + 1, statement.find(set + 1, end, ...until) ?? end);
  }

  #isFilteredAlias(alias: string | undefined, at: number): boolean {
    const statement = this.#statement;
    const [start, end] = [statement.blockStart(at), statement.blockEnd(at)];
    return this.#filtered.some(
      (one) =>
        one.index > start &&
        one.index < end &&
        statement.tokens[one.index]?.depth === statement.tokens[at]?.depth &&
        (alias === undefined || one.alias.replaceAll('"', '') === alias),
    );
  }

  #startOf(index: number): number {
    return this.#statement.tokens[index]?.start ?? 0;
  }

  #endOf(index: number): number {
    return this.#statement.tokens[index]?.end ?? 0;
  }
}
