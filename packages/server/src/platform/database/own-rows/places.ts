import type { Statement } from './statement.ts';

/** What a statement does with a table it names. */
export type Place = 'column' | 'call' | 'insert' | 'merge' | 'update' | 'delete' | 'lock' | 'read';

/**
 * Tells from its surroundings what `schema . table`, from token `index` on, is
 * there for.
 *
 * @throws {NotOwnRows} when it stands where no table is expected
 */
export function placeOf(statement: Statement, index: number): Place {
  const last = index + 2;
  if (statement.isSymbol(last + 1, '.')) return 'column';
  const before = index - 1;
  if (statement.is(before, 'into')) {
    if (statement.is(before - 1, 'merge')) return 'merge';
    if (statement.is(before - 1, 'insert')) return 'insert';
  }
  const isRead = isReadPlace(statement, index);
  if (statement.isSymbol(last + 1, '(')) {
    return isRead ? statement.refuse('the rows of a function cannot be filtered') : 'call';
  }
  if (statement.is(before, 'update') && !statement.is(before - 1, 'for', 'key', 'do')) return 'update';
  if (statement.is(before, 'from') && statement.is(before - 1, 'delete')) return 'delete';
  if (!isRead)
    return statement.refuse(`${statement.textOf(index, last + 1)} stands where no table is expected`);
  return isLocked(statement, index) ? 'lock' : 'read';
}

function isReadPlace(statement: Statement, index: number): boolean {
  const before = index - 1;
  if (statement.is(before, 'from')) return !statement.is(before - 1, 'distinct');
  if (statement.is(before, 'join', 'using')) return true;
  if (statement.isSymbol(before, '(')) return statement.is(before - 1, 'from', 'join');
  return statement.isSymbol(before, ',') && isInFrom(statement, before);
}

const otherLists = [
  'select',
  'where',
  'set',
  'group',
  'order',
  'having',
  'returning',
  'values',
  'limit',
  'window',
];

/** Whether a comma stands in the list of tables. */
function isInFrom(statement: Statement, comma: number): boolean {
  const depth = statement.tokens[comma]?.depth;
  const start = statement.blockStart(comma);
  for (let index = comma - 1; index >= start; index--) {
    if (statement.tokens[index]?.depth !== depth) continue;
    if (statement.is(index, 'from') && !statement.is(index - 1, 'distinct')) return true;
    if (statement.is(index, 'join', 'on', 'using')) return true;
    if (statement.is(index, ...otherLists)) return false;
  }
  return false;
}

/** Whether FOR UPDATE or FOR SHARE of this SELECT takes locks on the table. */
function isLocked(statement: Statement, index: number): boolean {
  const end = statement.blockEnd(index);
  const locking = statement.find(index + 1, end, 'for');
  if (locking === undefined) return false;
  const of = statement.find(locking + 1, end, 'of');
  if (of === undefined) return true;
  const alias = aliasOf(statement, index);
  return statement
    .splitList(of + 1, end)
    .some((part) => statement.textOf(part.from, part.from + 1) === alias);
}

/** The name by which the statement speaks of the table `schema . table` at `index`. */
export function aliasOf(statement: Statement, index: number): string {
  return statement.aliasAfter(index + 2)?.name ?? statement.textOf(index + 2, index + 3);
}
