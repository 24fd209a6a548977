import type { FastifyRequest } from 'fastify';
import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { forbidden, invalid } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { recordAudit } from '../audit/record.ts';
import { commonRights } from './grants.ts';
import { findRights, findRole, insertViewAsUse, type StoredRights } from './queries.ts';
import { type Rights, rightsFrom } from './rights.ts';

/** A role's code, with locations or suppliers where the role is limited to them, or a person's id. */
export const viewAsHeader = 'x-granary-view-as';

const person = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const role = /^([a-z][a-z0-9_]{0,49})(?::(.{1,400}))?$/;

/**
 * The caller as somebody else would be: never with more than both hold, and
 * without changing anything. Looking is recorded once for a session and target.
 *
 * @throws {AppError} 403 on a change or without the permission, 422 for a target that does not exist
 */
export async function viewAs(
  database: Database,
  caller: Caller,
  request: Pick<FastifyRequest, 'method' | 'headers' | 'id'>,
  known: readonly string[],
): Promise<Caller> {
  const target = request.headers[viewAsHeader];
  if (target === undefined) return caller;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw forbidden(
      'view_as_is_read_only',
      `A request with the header ${viewAsHeader} changes nothing. Leave the header out to act as yourself.`,
    );
  }
  if (!caller.permissions.has('identity.view_as')) {
    throw forbidden(
      'permission_missing',
      `The header ${viewAsHeader} needs the permission identity.view_as.`,
      {
        details: [{ message: 'needs identity.view_as', permission: 'identity.view_as' }],
      },
    );
  }
  return withOrganization(database, caller.orgId, async (tx) => {
    const rights = await rightsOfTarget(tx, String(target), known);
    if (await insertViewAsUse(tx, caller.sessionId, String(target))) {
      await recordAudit(tx, { userId: caller.userId, name: caller.name, correlationId: request.id }, [
        {
          verb: 'viewed_as',
          entity: person.test(String(target)) ? 'user' : 'role',
          entityId: entityOf(String(target)),
        },
      ]);
    }
    return { ...caller, ...commonRights(caller, rights), role: rights.role, viewAs: String(target) };
  });
}

const entityOf = (target: string) => (person.test(target) ? target : (role.exec(target)?.[1] ?? target));

async function rightsOfTarget(tx: Tx, target: string, known: readonly string[]): Promise<Rights> {
  const stored = person.test(target) ? await findRights(tx, target) : await rightsOfRole(tx, target);
  if (stored !== undefined) return rightsFrom(stored, known);
  throw invalid(
    'view_as_unknown',
    `${viewAsHeader} names neither a role nor a person of this organization.`,
    {
      details: [{ field: viewAsHeader, message: 'no such role or person' }],
    },
  );
}

async function rightsOfRole(tx: Tx, target: string): Promise<StoredRights | undefined> {
  const [, code, list] = role.exec(target) ?? [];
  const found = code === undefined ? undefined : await findRole(tx, code);
  if (found === undefined) return undefined;
  const ids = list?.split(',') ?? [];
  const isLimited = found.is_limited_to_locations || found.is_limited_to_suppliers;
  if (isLimited && ids.length === 0) {
    throw invalid(
      'view_as_needs_rows',
      `People with the role ${found.name} see what is given to each of them. Name it after a colon, as ${code}:S01,S02, or view as a person.`,
      { details: [{ field: viewAsHeader, message: `as ${code}:S01,S02` }] },
    );
  }
  return {
    ...found,
    role: found.code,
    store_ids: found.is_limited_to_locations ? ids : [],
    supplier_ids: found.is_limited_to_suppliers ? ids : [],
  };
}
