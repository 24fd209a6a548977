import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { type AppError, conflict, forbidden, missing, stale } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { type Actor, recordAudit } from '../audit/record.ts';
import { recordSecurityEvent, type SecurityEventKind } from '../audit/security-events.ts';
import { endWaysIn } from '../credentials/queries.ts';
import type { Guard } from '../protection/guard.ts';
import { refuseBeyond } from '../roles/grants.ts';
import { rightsOf } from '../roles/rights.ts';
import { refuseOwnAccount } from '../roles/superior.ts';
import { withDelays } from './delays.ts';
import { rightsOfPlacement } from './placement.ts';
import * as queries from './queries.ts';
import type { NewUser, StoredUser, UserChange, UserRow } from './schema.ts';

export interface PeopleOptions {
  database: Database;
  clock: () => Date;
  /** Every permission that the capabilities declare. */
  known: () => readonly string[];
  hashPassword(password: string): Promise<string>;
  /** Ends every session of a person. */
  endSessions(tx: Tx, userId: string, actor: Actor): Promise<unknown>;
  guard: Guard;
}

export type People = ReturnType<typeof createPeople>;

/** The people of an organization. Nobody gives, or takes from somebody, rights beyond their own. */
export function createPeople({ database, clock, known, hashPassword, endSessions, guard }: PeopleOptions) {
  async function described(found: Promise<StoredUser>): Promise<UserRow> {
    const [person] = await withDelays(guard, [await found]);
    return person as UserRow;
  }

  /** Somebody whose every right the caller holds too, locked. */
  async function findBelow(tx: Tx, caller: Caller, userId: string): Promise<StoredUser> {
    await queries.lockPerson(tx, userId);
    const person = (await queries.findPerson(tx, userId)) ?? unknownPerson();
    const rights = (await rightsOf(tx, userId, known())) ?? unknownPerson();
    if (userId !== caller.userId) refuseBeyond(caller, rights, person.name);
    return person;
  }

  async function tell(tx: Tx, caller: Caller, actor: Actor, userId: string, kind: SecurityEventKind) {
    await recordSecurityEvent(tx, {
      kind,
      userId,
      actorId: caller.userId,
      sessionId: caller.sessionId,
      correlationId: actor.correlationId,
    });
  }

  return {
    async list(orgId: string, query: Parameters<typeof queries.listUsers>[1]) {
      const page = await withOrganization(database, orgId, (tx) => queries.listUsers(tx, query), {
        readOnly: true,
      });
      return { ...page, data: await withDelays(guard, page.data) };
    },

    /** The whole list, page by page. */
    async *all(orgId: string, query: Parameters<typeof queries.listUsers>[1]) {
      let cursor: string | undefined;
      do {
        const page = await this.list(orgId, { ...query, limit: 500, cursor });
        yield* page.data;
        cursor = page.page.next_cursor ?? undefined;
      } while (cursor !== undefined);
    },

    find: (orgId: string, userId: string) =>
      described(
        withOrganization(
          database,
          orgId,
          async (tx) => (await queries.findPerson(tx, userId)) ?? unknownPerson(),
          { readOnly: true },
        ),
      ),

    async create(
      caller: Caller,
      actor: Actor,
      { password, password_hash, ...values }: NewUser,
    ): Promise<UserRow> {
      if (password_hash !== undefined) refuseImport(caller);
      const passwordHash = password_hash ?? (await hashPassword(password ?? ''));
      return described(
        withOrganization(database, caller.orgId, async (tx) => {
          refuseBeyond(caller, await rightsOfPlacement(tx, values, known()), 'This person');
          const userId = await queries.insertPerson(tx, { ...values, passwordHash });
          if (!(await queries.claimSignInName(tx, userId, values.email))) throw emailInUse();
          await recordAudit(tx, actor, [
            {
              verb: 'created',
              entity: 'user',
              entityId: userId,
              after: { ...factsOf(values), ...(password_hash === undefined ? {} : { imported: true }) },
            },
          ]);
          return (await queries.findPerson(tx, userId)) ?? unknownPerson();
        }),
      );
    },

    change: (caller: Caller, actor: Actor, userId: string, { version, ...change }: UserChange) =>
      described(
        withOrganization(database, caller.orgId, async (tx) => {
          const before = await findBelow(tx, caller, userId);
          if (before.version !== version) throw stalePerson(before, version);
          const after = { ...before, ...withoutUndefined(change) };
          if (rightsChange(before, after)) {
            if (userId === caller.userId) throw ownRights();
            refuseBeyond(
              caller,
              await rightsOfPlacement(tx, after, known()),
              `${before.name}, as you would have it,`,
            );
            if (before.role === 'owner' && after.role !== 'owner') await refuseLastOwner(tx, before);
          }
          if (after.email !== null && after.email !== before.email) {
            refuseOwnAccount(caller, userId);
            if (!(await queries.claimSignInName(tx, userId, after.email))) throw emailInUse();
            // Links that went to the old address open nothing any more.
            await endWaysIn(tx, userId, clock());
          }
          await queries.updatePerson(tx, userId, after);
          await recordAudit(tx, actor, [
            {
              verb: 'changed',
              entity: 'user',
              entityId: userId,
              before: factsOf(before),
              after: factsOf(after),
            },
          ]);
          if (rightsChange(before, after)) await tell(tx, caller, actor, userId, 'role_changed');
          return (await queries.findPerson(tx, userId)) ?? unknownPerson();
        }),
      ),

    /** Every session and token of theirs fails from now on. */
    deactivate: (caller: Caller, actor: Actor, userId: string, version: number | undefined) =>
      described(
        withOrganization(database, caller.orgId, async (tx) => {
          const person = await findBelow(tx, caller, userId);
          if (version !== undefined && version !== person.version) throw stalePerson(person, version);
          if (userId === caller.userId) throw ownRights();
          if (!person.is_active) return person;
          if (person.role === 'owner') await refuseLastOwner(tx, person);
          await queries.setActive(tx, userId, clock());
          await endWaysIn(tx, userId, clock());
          await endSessions(tx, userId, actor);
          await recordAudit(tx, actor, [{ verb: 'deactivated', entity: 'user', entityId: userId }]);
          await tell(tx, caller, actor, userId, 'deactivated');
          return (await queries.findPerson(tx, userId)) ?? unknownPerson();
        }),
      ),

    reactivate: (caller: Caller, actor: Actor, userId: string, version: number | undefined) =>
      described(
        withOrganization(database, caller.orgId, async (tx) => {
          const person = await findBelow(tx, caller, userId);
          if (version !== undefined && version !== person.version) throw stalePerson(person, version);
          if (person.is_active) return person;
          await queries.setActive(tx, userId, null);
          await recordAudit(tx, actor, [{ verb: 'reactivated', entity: 'user', entityId: userId }]);
          await tell(tx, caller, actor, userId, 'reactivated');
          return (await queries.findPerson(tx, userId)) ?? unknownPerson();
        }),
      ),

    findBelow,
    tell,
  };
}

async function refuseLastOwner(tx: Tx, person: StoredUser): Promise<void> {
  if (!person.is_active || (await queries.countOtherOwners(tx, person.user_id)) > 0) return;
  throw conflict(
    'last_owner',
    `${person.name} is the only active owner. Make somebody else an owner first; otherwise nobody could.`,
  );
}

function rightsChange(before: queries.PersonValues, after: queries.PersonValues): boolean {
  const rights = ({ role, store_ids, supplier_ids, approval_limit }: queries.PersonValues) =>
    JSON.stringify([role, [...store_ids].sort(), [...supplier_ids].sort(), approval_limit]);
  return rights(before) !== rights(after);
}

function withoutUndefined<Values extends object>(values: Values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]?: Exclude<Values[Key], undefined>;
  };
}

const factsOf = (person: queries.PersonValues & { email: string | null }) => ({
  name: person.name,
  email: person.email,
  role: person.role,
  store_ids: person.store_ids,
  supplier_ids: person.supplier_ids,
  approval_limit: person.approval_limit,
});

export function emailInUse(): AppError {
  return conflict('email_in_use', 'Another person signs in with this e-mail address.', {
    details: [{ field: 'email', message: 'in use' }],
  });
}

/** A hash brings a password that nobody here has seen, and that keeps none of our rules: owners decide that. */
function refuseImport(caller: Caller): void {
  if (caller.permissions.has('identity.owners')) return;
  throw forbidden(
    'permission_missing',
    'Bringing people with the hash of their password needs identity.owners.',
    {
      details: [{ field: 'password_hash', message: 'needs identity.owners', permission: 'identity.owners' }],
    },
  );
}

function ownRights(): AppError {
  return forbidden(
    'own_rights_stay',
    'Nobody changes their own role, locations or limits, or deactivates themselves. Ask another administrator or owner.',
  );
}

function unknownPerson(): never {
  throw missing('user_not_found', 'There is no such person in this organization.');
}

function stalePerson(person: StoredUser, given: number): AppError {
  return stale(
    'user_stale_version',
    `${person.name} has changed since you loaded them (you saw version ${given}, it is at ${person.version}). Look again before you change something.`,
    { details: [{ field: 'version', message: `is ${person.version} now`, current_version: person.version }] },
  );
}
