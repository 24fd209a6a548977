import type { Database } from '../database/index.ts';
import { forbidden } from '../http/errors.ts';
import type { Caller } from '../http/route.ts';
import { listOrganizationIds } from './queries.ts';

/**
 * Whether somebody may see and decide what is the whole installation's: its
 * operator, at the terminal of the machine or by a token made there, and where
 * one organization is all there is, whoever runs that.
 */
export async function mayRunInstallation(
  database: Database,
  { role, viewAs }: Pick<Caller, 'role' | 'viewAs'>,
): Promise<boolean> {
  // Who views as the terminal is not at it.
  if (role === 'operator' && viewAs === null) return true;
  return (await listOrganizationIds(database)).length <= 1;
}

/** @throws {AppError} 403 `installation_wide` */
export async function refuseUnlessOperator(
  database: Database,
  caller: Pick<Caller, 'role' | 'viewAs'>,
  permission: string,
): Promise<void> {
  if (await mayRunInstallation(database, caller)) return;
  throw forbidden(
    'installation_wide',
    'Several organizations share this installation, and this is about all of them. It is answered at the terminal of the machine, and to tokens for machines made there.',
    { details: [{ message: `needs ${permission} at the terminal of the machine`, permission }] },
  );
}
