export { grantToApp } from './app-role.ts';
export { changesOfOrganization, withEveryCommit } from './commit-queries.ts';
export { APP_ROLE, type Database, type OpenDatabaseOptions, openDatabase } from './connect.ts';
export { type CopyValue, copyRows } from './copy.ts';
export {
  type EmbeddedPostgres,
  runningEmbeddedPostgres,
  startEmbeddedPostgres,
} from './embedded-postgres.ts';
export { CommitUnknown, DatabaseSetupError, DatabaseUnavailable, DataFolderInUse } from './errors.ts';
export type { DatabaseLog } from './log.ts';
export { MIGRATIONS_FOLDER, migrate } from './migrate.ts';
export { callForOrganization } from './organization-call.ts';
export type { OrganizationTransaction, Tx } from './organization-transaction.ts';
export { refreshStatistics } from './refresh-statistics.ts';
export { everyRow, inRowScope, inScopeOfNow, type RowScope } from './row-scope.ts';
export { SCHEMAS } from './schemas.ts';
export type { Tables } from './tables.ts';
export { type OrganizationOptions, withOrganization } from './with-organization.ts';
