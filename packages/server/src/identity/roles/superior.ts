import type { Tx } from '../../platform/database/index.ts';
import type { Caller } from '../../platform/http/route.ts';
import { refuseBeyond } from './grants.ts';
import { rightsOf } from './rights.ts';

/** @throws {AppError} 403 `beyond_own_rights` when the person holds a right that the caller lacks */
export type RefuseSuperior = (
  tx: Tx,
  caller: Caller,
  person: { userId: string; name: string },
) => Promise<void>;

/**
 * Nobody decides about somebody who may do more: who can set another's password or take away their second factor
 * can sign in as them.
 *
 * @param known every permission that the capabilities declare
 */
export function createRefuseSuperior(known: () => readonly string[]): RefuseSuperior {
  return async (tx, caller, { userId, name }) => {
    if (userId === caller.userId) return;
    const rights = await rightsOf(tx, userId, known());
    if (rights !== undefined) refuseBeyond(caller, rights, name);
  };
}
