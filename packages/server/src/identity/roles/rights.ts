import type { RowScope, Tx } from '../../platform/database/index.ts';
import { isBuiltInRole, permissionsOf } from './built-in-roles.ts';
import { findRights, findRightsOfMany, type StoredRights } from './queries.ts';

/** What somebody may do, with which rows, and up to which value. */
export interface Rights {
  /** The role's code. */
  role: string;
  permissions: string[];
  scope: RowScope;
  /** Largest money at stake they may approve, in the organization's currency; null is no limit. */
  approvalLimit: number | null;
}

/**
 * @param known every permission that the capabilities declare; a right to what no longer exists is none
 * @returns undefined when there is no such person
 */
export async function rightsOf(
  tx: Tx,
  userId: string,
  known: readonly string[],
): Promise<Rights | undefined> {
  const stored = await findRights(tx, userId);
  return stored === undefined ? undefined : rightsFrom(stored, known);
}

export async function rightsOfMany(
  tx: Tx,
  userIds: readonly string[],
  known: readonly string[],
): Promise<Map<string, Rights>> {
  const stored = await findRightsOfMany(tx, userIds);
  return new Map(stored.map((row) => [row.user_id, rightsFrom(row, known)]));
}

export function rightsFrom(stored: StoredRights, known: readonly string[]): Rights {
  return {
    role: stored.role,
    permissions: permissionsOfRole(stored.role, stored.permissions, known),
    scope: {
      storeIds: stored.is_limited_to_locations ? stored.store_ids : null,
      supplierIds: stored.is_limited_to_suppliers ? stored.supplier_ids : null,
    },
    approvalLimit: stored.approval_limit,
  };
}

/** Computed for a built-in role, listed for one of the organization's own. */
export function permissionsOfRole(
  code: string,
  listed: readonly string[],
  known: readonly string[],
): string[] {
  if (isBuiltInRole(code)) return [...permissionsOf(code, known)];
  return known.filter((name) => listed.includes(name));
}
