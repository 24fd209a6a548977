import { LRUCache } from 'lru-cache';
import { filterStatement, type OwnRowsStatement } from './filter.ts';
import { NotOwnRows } from './tokens.ts';

export { SharedTablesDialect } from './shared-tables.ts';
export { NotOwnRows };

/** Characters of statements whose filtered form is kept; a server's own statements are about a tenth. */
const keptCharacters = 4_000_000;

const kept = new LRUCache<string, OwnRowsStatement>({
  maxSize: keptCharacters,
  sizeCalculation: (filtered, text) => filtered.text.length + text.length,
});

/**
 * The statement and its values as they are run in an organization: filtered by
 * `org_id`, with inserts checked. See {@link filterStatement}.
 *
 * @throws {NotOwnRows} when the statement cannot be filtered or inserts a row for another organization
 */
export function ownRowsOnly(
  text: string,
  values: readonly unknown[],
  orgId: string,
): { text: string; values: unknown[] } {
  let filtered = kept.get(text);
  if (filtered === undefined) {
    filtered = filterStatement(text);
    kept.set(text, filtered);
  }
  for (const owner of filtered.owners) {
    if (values[owner - 1] !== orgId)
      throw new NotOwnRows('a row was to be written for another organization', text);
  }
  if (filtered.parameter === undefined) return { text: filtered.text, values: [...values] };
  if (values.length !== filtered.parameter - 1)
    throw new NotOwnRows(`${values.length} values for ${filtered.parameter - 1} parameters`, text);
  return { text: filtered.text, values: [...values, orgId] };
}
