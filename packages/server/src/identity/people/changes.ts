import type { Tx } from '../../platform/database/index.ts';
import { type AppError, conflict, forbidden, missing, stale } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { type Actor, recordAudit } from '../audit/record.ts';
import { recordSecurityEvent, type SecurityEventKind } from '../audit/security-events.ts';
import { endWaysIn } from '../credentials/queries.ts';
import { refuseBeyond } from '../roles/grants.ts';
import { type Rights, rightsOfMany } from '../roles/rights.ts';
import { refuseOwnAccount } from '../roles/superior.ts';
import { rightsOfPlacement } from './placement.ts';
import * as queries from './queries.ts';
import type { StoredUser, UserChange } from './schema.ts';
import type { PeopleOptions } from './service.ts';

export type PersonChanges = ReturnType<typeof createPersonChanges>;

interface Read {
  person: StoredUser;
  rights: Rights | undefined;
}

/** What a call about many people reads once; each person is read again after a change. */
export interface ManyRead {
  people: Map<string, Read>;
  placements: Map<string, Rights>;
}

/** What is done to one person within a transaction: alone, or as one of many. */
export function createPersonChanges({
  clock,
  known,
  endSessions,
}: Pick<PeopleOptions, 'clock' | 'known' | 'endSessions'>) {
  /** Locks these people, in one order so that two calls do not cross, and reads them at once. */
  async function readAll(tx: Tx, userIds: readonly string[]): Promise<ManyRead> {
    await queries.lockPeople(tx, userIds);
    const people = await queries.findPeople(tx, userIds);
    const rights = await rightsOfMany(tx, userIds, known());
    return {
      people: new Map(
        people.map((person) => [person.user_id, { person, rights: rights.get(person.user_id) }]),
      ),
      placements: new Map(),
    };
  }

  async function readOne(tx: Tx, userId: string): Promise<Read | undefined> {
    return (await readAll(tx, [userId])).people.get(userId);
  }

  /** Somebody whose every right the caller holds too, locked. */
  async function findBelow(tx: Tx, caller: Caller, userId: string, many?: ManyRead): Promise<StoredUser> {
    const read = many === undefined ? await readOne(tx, userId) : many.people.get(userId);
    // What is changed now is read again, should the same call speak of them once more.
    const { person, rights } = read ?? (await readOne(tx, userId)) ?? unknownPerson();
    many?.people.delete(userId);
    if (rights === undefined) return unknownPerson();
    if (userId !== caller.userId) refuseBeyond(caller, rights, person.name);
    return person;
  }

  /** The rights of a placement; many people of a call are given the same. */
  async function rightsAfter(tx: Tx, values: queries.PersonValues, many?: ManyRead): Promise<Rights> {
    const { role, store_ids, supplier_ids, approval_limit } = values;
    const key = JSON.stringify([role, store_ids, supplier_ids, approval_limit]);
    const rights = many?.placements.get(key) ?? (await rightsOfPlacement(tx, values, known()));
    many?.placements.set(key, rights);
    return rights;
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

  /** Each answers the version that the person has then. */
  return {
    async change(
      tx: Tx,
      caller: Caller,
      actor: Actor,
      userId: string,
      { version, ...change }: UserChange,
      many?: ManyRead,
    ): Promise<number> {
      const before = await findBelow(tx, caller, userId, many);
      if (before.version !== version) throw stalePerson(before, version);
      const after = { ...before, ...withoutUndefined(change) };
      if (rightsChange(before, after)) {
        if (userId === caller.userId) throw ownRights();
        refuseBeyond(caller, await rightsAfter(tx, after, many), `${before.name}, as you would have it,`);
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
      return before.version + 1;
    },

    /** Every session and token of theirs fails from now on. */
    async deactivate(
      tx: Tx,
      caller: Caller,
      actor: Actor,
      userId: string,
      version: number | undefined,
      many?: ManyRead,
    ): Promise<number> {
      const person = await findBelow(tx, caller, userId, many);
      if (version !== undefined && version !== person.version) throw stalePerson(person, version);
      if (userId === caller.userId) throw ownRights();
      if (!person.is_active) return person.version;
      if (person.role === 'owner') await refuseLastOwner(tx, person);
      await queries.setActive(tx, userId, clock());
      await endWaysIn(tx, userId, clock());
      await endSessions(tx, userId, actor);
      await recordAudit(tx, actor, [{ verb: 'deactivated', entity: 'user', entityId: userId }]);
      await tell(tx, caller, actor, userId, 'deactivated');
      return person.version + 1;
    },

    async reactivate(
      tx: Tx,
      caller: Caller,
      actor: Actor,
      userId: string,
      version: number | undefined,
      many?: ManyRead,
    ): Promise<number> {
      const person = await findBelow(tx, caller, userId, many);
      if (version !== undefined && version !== person.version) throw stalePerson(person, version);
      if (person.is_active) return person.version;
      await queries.setActive(tx, userId, null);
      await recordAudit(tx, actor, [{ verb: 'reactivated', entity: 'user', entityId: userId }]);
      await tell(tx, caller, actor, userId, 'reactivated');
      return person.version + 1;
    },

    readAll,
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

export const factsOf = (person: queries.PersonValues & { email: string | null }) => ({
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

function ownRights(): AppError {
  return forbidden(
    'own_rights_stay',
    'Nobody changes their own role, locations or limits, or deactivates themselves. Ask another administrator or owner.',
  );
}

export function unknownPerson(): never {
  throw missing('user_not_found', 'There is no such person in this organization.');
}

function stalePerson(person: StoredUser, given: number): AppError {
  return stale(
    'user_stale_version',
    `${person.name} has changed since you loaded them (you saw version ${given}, it is at ${person.version}). Look again before you change something.`,
    { details: [{ field: 'version', message: `is ${person.version} now`, current_version: person.version }] },
  );
}
