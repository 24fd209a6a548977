import type { RowScope } from '../../platform/database/index.ts';
import { forbidden } from '../../platform/http/errors.ts';

/** Rights as somebody holds them. */
export interface HeldRights {
  permissions: Iterable<string>;
  scope: RowScope;
  approvalLimit: number | null;
}

export interface Beyond {
  message: string;
  permission?: string;
  store_id?: string;
  supplier_id?: string;
  approval_limit?: number;
}

/**
 * What of the asked rights is beyond the held ones. Nobody may give, or take
 * from somebody, what is beyond their own: both ways lead to rights one lacks
 * (who can change the e-mail address of a superior can sign in as them).
 */
export function beyondRights(held: HeldRights, asked: HeldRights): Beyond[] {
  const own = new Set(held.permissions);
  return [
    ...[...asked.permissions]
      .filter((permission) => !own.has(permission))
      .map((permission) => ({ message: `you lack ${permission}`, permission })),
    ...beyondList(held.scope.storeIds, asked.scope.storeIds, 'locations', (store_id) => ({ store_id })),
    ...beyondList(held.scope.supplierIds, asked.scope.supplierIds, 'suppliers', (supplier_id) => ({
      supplier_id,
    })),
    ...beyondLimit(held.approvalLimit, asked.approvalLimit),
  ];
}

/** @throws {AppError} 403 `beyond_own_rights` with a detail for each right that is lacking */
export function refuseBeyond(held: HeldRights, asked: HeldRights, what: string): void {
  const details = beyondRights(held, asked).map((detail) => ({ ...detail }));
  if (details.length === 0) return;
  throw forbidden(
    'beyond_own_rights',
    `${what} has rights that you lack (${details
      .slice(0, 3)
      .map(({ message }) => message)
      .join('; ')}${details.length > 3 ? '; …' : ''}). Somebody who holds them can do this.`,
    { details },
  );
}

function beyondList(
  held: readonly string[] | null,
  asked: readonly string[] | null,
  name: string,
  detailOf: (id: string) => Partial<Beyond>,
): Beyond[] {
  if (held === null) return [];
  if (asked === null) return [{ message: `you do not see all ${name}` }];
  return asked
    .filter((id) => !held.includes(id))
    .map((id) => ({ message: `${id} is not one of your ${name}`, ...detailOf(id) }));
}

function beyondLimit(held: number | null, asked: number | null): Beyond[] {
  if (held === null || (asked !== null && asked <= held)) return [];
  return [{ message: `you may approve up to ${held}`, approval_limit: held }];
}

/** What both hold: never more than either. */
export function commonRights(own: HeldRights, other: HeldRights): HeldRights & { permissions: Set<string> } {
  const others = new Set(other.permissions);
  return {
    permissions: new Set([...own.permissions].filter((permission) => others.has(permission))),
    scope: {
      storeIds: commonList(own.scope.storeIds, other.scope.storeIds),
      supplierIds: commonList(own.scope.supplierIds, other.scope.supplierIds),
    },
    approvalLimit:
      own.approvalLimit === null || other.approvalLimit === null
        ? (own.approvalLimit ?? other.approvalLimit)
        : Math.min(own.approvalLimit, other.approvalLimit),
  };
}

function commonList(
  one: readonly string[] | null,
  other: readonly string[] | null,
): readonly string[] | null {
  if (one === null || other === null) return one ?? other;
  return one.filter((id) => other.includes(id));
}
