import type { DB } from './tables.generated.ts';

/** Every table and view of Granary's schemas with its columns, keyed `schema.table`; see `npm run generate`. */
export type Tables = DB;
