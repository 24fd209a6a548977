import type { Statement } from './statement.ts';

/** The place of a parameter, from 1, that must be the organization's id for the insert to be ours. */
export type OwnerParameters = Set<number>;

/**
 * Checks that every row of an INSERT is given to the organization: the value
 * for `org_id` is a parameter (whose value is looked at when the statement
 * runs), the database's own `platform.current_org()`, or the `org_id` of a
 * table that is filtered itself.
 *
 * @param columns index of the parenthesis that opens the list of columns
 * @param isFilteredAlias whether a name stands for a filtered table of the block around a token
 */
export function checkInsert(
  statement: Statement,
  columns: number,
  owners: OwnerParameters,
  isFilteredAlias: (alias: string | undefined, at: number) => boolean,
): void {
  if (!statement.isSymbol(columns, '(')) statement.refuse('an insert names its columns, org_id among them');
  const close = statement.groupEnd(columns + 1);
  const place = statement
    .splitList(columns + 1, close)
    .findIndex((part) => statement.textOf(part.from, part.end).replaceAll('"', '') === 'org_id');
  if (place < 0) statement.refuse('an insert names org_id among its columns');
  const judge = (from: number, end: number) => {
    const parts = statement.splitList(from, end);
    const value = parts[place];
    if (value === undefined) statement.refuse('an insert has a value for org_id');
    checkOwner(statement, value.from, value.end, owners, isFilteredAlias);
  };

  let found = 0;
  const groupEnd = statement.groupEnd(columns);
  for (let index = close + 1; index < groupEnd; index++) {
    if (statement.tokens[index]?.depth !== statement.tokens[columns]?.depth) continue;
    const isEnd =
      statement.is(index, 'returning') || (statement.is(index, 'on') && statement.is(index + 1, 'conflict'));
    if (isEnd) break;
    if (statement.is(index, 'default', 'table')) statement.refuse('an insert gives its values');
    if (statement.is(index, 'values')) {
      for (let row = index + 1; statement.isSymbol(row, '('); row = statement.groupEnd(row + 1) + 2) {
        judge(row + 1, statement.groupEnd(row + 1));
        found += 1;
        if (!statement.isSymbol(statement.groupEnd(row + 1) + 1, ',')) break;
      }
    }
    if (statement.is(index, 'select')) {
      judge(index + (statement.is(index + 1, 'distinct') ? 2 : 1), selectListEnd(statement, index));
      found += 1;
    }
  }
  if (found === 0) statement.refuse('an insert gives its values by VALUES or SELECT');
}

function selectListEnd(statement: Statement, select: number): number {
  const end = statement.blockEnd(select);
  for (let from = select; ; ) {
    const next = statement.find(from + 1, end, 'from');
    if (next === undefined) return end;
    // `is distinct from` ends nothing; its tokens stand at the same depth.
    if (!statement.is(next - 1, 'distinct') || next - 1 === select + 1) return next;
    from = next;
  }
}

function checkOwner(
  statement: Statement,
  from: number,
  end: number,
  owners: OwnerParameters,
  isFilteredAlias: (alias: string | undefined, at: number) => boolean,
): void {
  const text = statement.textOf(from, end).replaceAll(/\s|"/g, '').toLowerCase();
  const parameter = /^\$(\d+)(?:::uuid)?$/.exec(text)?.[1];
  if (parameter !== undefined) {
    owners.add(Number(parameter));
    return;
  }
  if (/^platform\.current_org\(\)(?:asorg_id)?$/.test(text)) return;
  const column = /^(?:(\w+)\.)?org_id$/.exec(text);
  if (column !== null && isFilteredAlias(column[1], from)) return;
  statement.refuse(`an insert gives org_id by a parameter, not by "${statement.textOf(from, end)}"`);
}

/** A function that works on rows is given the organization as its first argument. */
export function checkCall(statement: Statement, open: number, owners: OwnerParameters): void {
  const first = statement.splitList(open + 1, statement.groupEnd(open + 1))[0];
  const text = first === undefined ? '' : statement.textOf(first.from, first.end);
  const parameter = /^\$(\d+)(?:::uuid)?$/.exec(text)?.[1];
  if (parameter === undefined) statement.refuse('a function gets the organization as its first argument');
  owners.add(Number(parameter));
}

/** An upsert may meet only rows of the same organization: its key holds org_id. */
export function checkConflict(statement: Statement, columns: number): void {
  const conflict = statement.find(columns + 1, statement.groupEnd(columns), 'conflict');
  if (conflict === undefined || statement.is(conflict + 1, 'do')) return;
  const close = statement.groupEnd(conflict + 2);
  const keys = statement
    .splitList(conflict + 2, close)
    .map((part) => statement.textOf(part.from, part.end).replaceAll('"', ''));
  if (!statement.isSymbol(conflict + 1, '(') || !keys.includes('org_id'))
    statement.refuse('ON CONFLICT names a key that holds org_id');
}

/** No row is handed to another organization: SET never names org_id. */
export function checkAssignments(statement: Statement, from: number, end: number): void {
  const depth = statement.tokens[from]?.depth;
  for (const part of statement.splitList(from, end)) {
    const names = statement.tokens.slice(part.from, part.end).flatMap((token, offset) => {
      const at = part.from + offset;
      const isTarget = statement.isSymbol(part.from, '(')
        ? token.depth === (depth ?? 0) + 1 && at < statement.groupEnd(part.from + 1)
        : at === part.from;
      return isTarget ? [token.value] : [];
    });
    if (names.includes('org_id'))
      statement.refuse('a row stays with its organization: SET does not name org_id');
  }
}
