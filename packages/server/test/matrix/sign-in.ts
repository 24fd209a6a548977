import type { App } from '../../src/app.ts';
import { insertSession } from '../../src/identity/queries.ts';
import { createToken } from '../../src/identity/token.ts';
import { type Database, withOrganization } from '../../src/platform/database/index.ts';

/** In the order of the matrix. */
export const roles = [
  'owner',
  'admin',
  'planner',
  'store_manager',
  'analyst',
  'viewer',
  'supplier',
  'operator',
] as const;
export type Role = (typeof roles)[number];

/** Headers of a person, as after a sign-in. */
export async function signInAs(
  _app: App,
  database: Database,
  orgId: string,
  userId: string,
): Promise<Record<string, string>> {
  const { token, tokenHash } = createToken(orgId);
  await withOrganization(database, orgId, (tx) =>
    insertSession(tx, { userId, tokenHash, kind: 'terminal', hours: 1, userAgent: 'test' }),
  );
  return { authorization: `Bearer ${token}` };
}
