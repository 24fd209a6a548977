import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { answerItems, attemptEach, type UnreadableItem } from '../../platform/http/bulk.ts';
import { forbidden } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { type Actor, recordAudit } from '../audit/record.ts';
import type { Guard } from '../protection/guard.ts';
import { refuseBeyond } from '../roles/grants.ts';
import { createPersonChanges, emailInUse, factsOf, type ManyRead, unknownPerson } from './changes.ts';
import { withDelays } from './delays.ts';
import { rightsOfPlacement } from './placement.ts';
import * as queries from './queries.ts';
import type { NewUser, StoredUser, UserChange, UserChangeItem, UserItem, UserRow } from './schema.ts';

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

  const changes = createPersonChanges({ clock, known, endSessions });

  function one(caller: Caller, userId: string, work: (tx: Tx) => Promise<unknown>): Promise<UserRow> {
    return described(
      withOrganization(database, caller.orgId, async (tx) => {
        await work(tx);
        return (await queries.findPerson(tx, userId)) ?? unknownPerson();
      }),
    );
  }

  /** Each by itself, in one transaction. */
  function each<Item extends UserItem>(
    caller: Caller,
    items: readonly (Item | UnreadableItem)[],
    work: (tx: Tx, item: Item, many: ManyRead) => Promise<number>,
  ) {
    return answerItems(
      items,
      ({ user_id }: Item) => user_id,
      (readable) =>
        withOrganization(
          database,
          caller.orgId,
          async (tx) => {
            const many = await changes.readAll(
              tx,
              readable.map(({ user_id }) => user_id),
            );
            return attemptEach(tx, readable, async (item) => ({ version: await work(tx, item, many) }));
          },
          { retries: 3 },
        ),
    );
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

    change: (caller: Caller, actor: Actor, userId: string, change: UserChange) =>
      one(caller, userId, (tx) => changes.change(tx, caller, actor, userId, change)),

    /** Every session and token of theirs fails from now on. */
    deactivate: (caller: Caller, actor: Actor, userId: string, version: number | undefined) =>
      one(caller, userId, (tx) => changes.deactivate(tx, caller, actor, userId, version)),

    reactivate: (caller: Caller, actor: Actor, userId: string, version: number | undefined) =>
      one(caller, userId, (tx) => changes.reactivate(tx, caller, actor, userId, version)),

    changeMany: (caller: Caller, items: readonly (UserChangeItem | UnreadableItem)[], actor: Actor) =>
      each(caller, items, (tx, { user_id, ...change }, many) =>
        changes.change(tx, caller, actor, user_id, change, many),
      ),

    deactivateMany: (caller: Caller, items: readonly (UserItem | UnreadableItem)[], actor: Actor) =>
      each(caller, items, (tx, { user_id, version }, many) =>
        changes.deactivate(tx, caller, actor, user_id, version, many),
      ),

    reactivateMany: (caller: Caller, items: readonly (UserItem | UnreadableItem)[], actor: Actor) =>
      each(caller, items, (tx, { user_id, version }, many) =>
        changes.reactivate(tx, caller, actor, user_id, version, many),
      ),

    findBelow: changes.findBelow,
    tell: changes.tell,
  };
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
