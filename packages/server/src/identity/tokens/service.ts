import { type Clock, secondsAfter } from '../../platform/clock.ts';
import { type Database, withOrganization } from '../../platform/database/index.ts';
import { forbidden, invalid, missing } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { recordAudit } from '../audit/record.ts';
import { recordSecurityEvent } from '../audit/security-events.ts';
import { actorOf } from '../sessions/service.ts';
import { createMachineToken } from './machine-token.ts';
import * as queries from './queries.ts';
import type { TokensQuery } from './schema.ts';

export type MachineTokens = ReturnType<typeof createMachineTokens>;

/** Tokens by which programs act for who made them, with some of their rights and until a day. */
export function createMachineTokens(options: { database: Database; clock: Clock; mostDays: number }) {
  const { database, clock, mostDays } = options;
  /** Who manages people sees and ends the tokens of all; others their own. */
  const whose = (caller: Caller) => (caller.permissions.has('identity.manage') ? undefined : caller.userId);

  return {
    list: (caller: Caller, query: TokensQuery) =>
      withOrganization(
        database,
        caller.orgId,
        (tx) => queries.listMachineTokens(tx, { userId: whose(caller), ...query }),
        { readOnly: true },
      ),

    async make(
      caller: Caller,
      given: { name: string; permissions: readonly string[]; expires_in_days: number },
      correlationId: string,
    ) {
      if (given.expires_in_days > mostDays) {
        throw invalid('term_too_long', `A token may live at most ${mostDays} days here.`, {
          details: [{ field: 'expires_in_days', message: `at most ${mostDays}` }],
        });
      }
      const permissions = [...new Set(given.permissions)].sort();
      const lacking = permissions.filter((name) => !caller.permissions.has(name));
      if (lacking.length > 0) {
        throw forbidden('permission_missing', `You do not have ${lacking.join(', ')} yourself.`, {
          details: lacking.map((permission) => ({ message: `needs ${permission}`, permission })),
        });
      }
      const at = clock();
      const { token, tokenHash, prefix } = createMachineToken(caller.orgId);
      return withOrganization(database, caller.orgId, async (tx) => {
        const expiresAt = secondsAfter(at, given.expires_in_days * 24 * 3600);
        const tokenId = await queries.insertMachineToken(tx, {
          userId: caller.userId,
          name: given.name,
          prefix,
          tokenHash,
          permissions,
          at,
          expiresAt,
        });
        const after = { label: given.name, permissions, expires_at: expiresAt };
        await recordAudit(tx, actorOf(caller, correlationId), [
          { verb: 'token_made', entity: 'machine_token', entityId: tokenId, after },
        ]);
        await recordSecurityEvent(tx, { kind: 'token_made', userId: caller.userId, correlationId });
        const made = await queries.readMachineToken(tx, tokenId);
        if (made === undefined) throw new Error('the token that was just made cannot be read');
        return { ...made, token };
      });
    },

    /** @throws {AppError} 404 when there is no such token of theirs that still works */
    revoke: (caller: Caller, tokenId: string, correlationId: string): Promise<void> =>
      withOrganization(database, caller.orgId, async (tx) => {
        const revoked = await queries.revokeMachineToken(tx, { tokenId, userId: whose(caller) }, clock());
        if (revoked === undefined) {
          throw missing('token_not_found', 'There is no such token, or it was revoked already.');
        }
        await recordAudit(tx, actorOf(caller, correlationId), [
          {
            verb: 'token_revoked',
            entity: 'machine_token',
            entityId: tokenId,
            before: { label: revoked.name },
          },
        ]);
        await recordSecurityEvent(tx, {
          kind: 'token_revoked',
          userId: revoked.user_id,
          actorId: caller.userId,
          correlationId,
        });
      }),
  };
}
