import type { Statement } from './statement.ts';

/** What a tenant's transaction consists of; a statement that begins otherwise is refused. */
const beginnings = new Set([
  ...['select', 'with', 'insert', 'update', 'delete', 'merge', 'values', 'call', 'explain'],
  ...[
    'declare',
    'fetch',
    'close',
    'analyze',
    'create',
    'drop',
    'copy',
    'set',
    'savepoint',
    'release',
    'rollback',
  ],
]);
/** Settings of the machine that cannot change whose rows are seen. */
const harmlessSettings = ['work_mem', 'temp_buffers', 'statement_timeout', 'lock_timeout', 'jit'];
/** Functions that could change whose rows are seen, or run a text nobody has read. */
const refusedFunctions = ['set_config', 'query_to_xml', 'dblink', 'dblink_exec', 'ts_stat'];

/** Refuses what could step outside of the organization without naming a table. */
export function checkBeginnings(statement: Statement): void {
  const { tokens } = statement;
  for (let index = 0; index < tokens.length; index++) {
    const isFirst = index === 0 || (tokens[index - 1]?.depth === 0 && statement.isSymbol(index - 1, ';'));
    if (isFirst) checkBeginning(statement, index);
    if (statement.isSymbol(index + 1, '(') && refusedFunctions.includes(tokens[index]?.value ?? ''))
      statement.refuse(`${tokens[index]?.value} is not called in a transaction of an organization`);
  }
}

function checkBeginning(statement: Statement, index: number): void {
  const first = statement.tokens[index];
  if (first === undefined || statement.isSymbol(index, '(')) return;
  if (first.kind !== 'word' || first.isQuoted || !beginnings.has(first.value))
    statement.refuse(`a transaction of an organization does not run "${first.value}"`);
  if (first.value === 'set') {
    const setting = statement.tokens[index + 2]?.value ?? '';
    if (!statement.is(index + 1, 'local') || !harmlessSettings.includes(setting))
      statement.refuse('of the settings only those of the machine may change');
  }
  // Those that are there have a schema, and are refused where their name is read.
  if (first.value === 'create' && !(statement.is(index + 1, 'temporary') && statement.is(index + 2, 'table')))
    statement.refuse('only temporary tables are made');
  if (first.value === 'drop' && !statement.is(index + 1, 'table'))
    statement.refuse('only temporary tables are dropped');
  if (first.value === 'rollback' && !statement.is(index + 1, 'to'))
    statement.refuse('withOrganization ends the transaction');
}

/** Other schemas that a tenant's transaction may name: the job queue and the catalog. */
const otherSchemas = new Set(['pgboss', 'pg_catalog']);

/** `a.b` is nearly always a column of an alias; in the place of a table it is a schema that is not ours. */
export function refuseOtherSchema(statement: Statement, index: number): void {
  const name = statement.tokens[index]?.value ?? '';
  const isTable =
    statement.is(index - 1, 'join', 'into', 'table', 'copy', 'only') ||
    (statement.is(index - 1, 'update') && !statement.is(index - 2, 'for', 'key')) ||
    (statement.is(index - 1, 'from') &&
      !statement.is(index - 2, 'distinct') &&
      !isInFunction(statement, index));
  if (isTable && !otherSchemas.has(name)) statement.refuse(`there is no schema ${name}`);
}

/** `extract(day from a.b)` and the like. */
function isInFunction(statement: Statement, index: number): boolean {
  const start = statement.blockStart(index);
  return !statement.is(
    start,
    'select',
    'with',
    'delete',
    'values',
    'call',
    'explain',
    'declare',
    'insert',
    'update',
  );
}
