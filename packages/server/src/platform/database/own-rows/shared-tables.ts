import { type CompiledQuery, PostgresDialect, PostgresQueryCompiler } from 'kysely';
import { LRUCache } from 'lru-cache';
import { SHARED_TABLES } from '../isolation-check.ts';
import { SCHEMAS } from '../schemas.ts';
import { NotOwnRows, readTokens } from './tokens.ts';

const schemas = new Set<string>(SCHEMAS);
const judged = new LRUCache<string, true>({ max: 500 });

/**
 * Outside of any organization only tables that belong to none may be asked;
 * row-level security would show no rows of the others.
 *
 * @throws {NotOwnRows} naming the tenant's table
 */
function refuseTenantTables(text: string): void {
  if (judged.has(text)) return;
  const tokens = readTokens(text);
  for (const [index, token] of tokens.entries()) {
    const isPath =
      token.kind === 'word' && tokens[index + 1]?.value === '.' && tokens[index - 1]?.value !== '.';
    const name = `${token.value}.${tokens[index + 2]?.value}`;
    if (isPath && schemas.has(token.value) && !(name in SHARED_TABLES))
      throw new NotOwnRows(`${name} is asked outside of any organization`, text);
  }
  judged.set(text, true);
}

/** Kysely outside of any organization: only the shared tables may be named. */
export class SharedTablesDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new SharedTablesCompiler();
  }
}

class SharedTablesCompiler extends PostgresQueryCompiler {
  override compileQuery(...query: Parameters<PostgresQueryCompiler['compileQuery']>): CompiledQuery {
    const compiled = super.compileQuery(...query);
    refuseTenantTables(compiled.sql);
    return compiled;
  }
}
