import type { Tx } from '../../platform/database/index.ts';
import { forbidden } from '../../platform/http/errors.ts';
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

/**
 * What opens an account is done to one's own only with its password, so that
 * a session somebody else got hold of does not become theirs.
 *
 * @throws {AppError} 403 `own_account`
 */
export function refuseOwnAccount(caller: Caller, userId: string): void {
  if (userId !== caller.userId) return;
  throw forbidden(
    'own_account',
    'This is your own account. Its e-mail address, password and second factor are changed in your profile, where you are asked for your password.',
  );
}
