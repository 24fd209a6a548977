import type { App } from '../../src/app.ts';
import { openTestSession } from '../../src/identity/sessions/test-session.ts';
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
  const token = await withOrganization(database, orgId, (tx) => openTestSession(tx, userId));
  return { authorization: `Bearer ${token}` };
}
