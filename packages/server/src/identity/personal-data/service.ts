import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { conflict, missing } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { erasePersonalRows, selectPersonalRows } from '../../platform/personal-data/personal-rows-queries.ts';
import type { Person, PersonalTable } from '../../platform/personal-data/personal-table.ts';
import { erasedVerb } from '../audit/personal-check.ts';
import { eraseStatement, selectEntriesOf, selectStrangersBy, selectValuesOf } from '../audit/queries.ts';
import { recordAudit } from '../audit/record.ts';
import { recordSecurityEvent } from '../audit/security-events.ts';
import { tellPersons } from '../audit/service.ts';
import type { RefuseSuperior } from '../roles/superior.ts';
import * as queries from './queries.ts';

/** Of each table at most so many rows are exported; the trail itself is exported by GET /audit?actor=. */
const mostRows = 10_000;

export type PersonalDataService = ReturnType<typeof createPersonalData>;

/**
 * @param tables those of all capabilities
 * @param trail those that are erased with the trail
 */
export function createPersonalData(
  database: Database,
  tables: readonly PersonalTable[],
  trail: readonly PersonalTable[],
  refuseSuperior: RefuseSuperior,
) {
  return {
    /** Everything that is held about a person, table by table. */
    read(orgId: string, userId: string) {
      return withOrganization(
        database,
        orgId,
        async (tx) => {
          const known = await queries.findPerson(tx, userId);
          if (known === undefined)
            throw missing('user_not_found', 'There is no such person in this organization.');
          const person = await personOf(tx, known, await aliasesOf(tx, known));
          const held = [];
          for (const table of [...tables, ...trail]) {
            const rows =
              table.table === 'identity.audit_entries'
                ? await tellPersons(tx, await selectEntriesOf(tx, userId, mostRows))
                : await selectPersonalRows(tx, table, person, mostRows);
            if (rows.length > 0)
              held.push({ table: table.table, purpose: table.purpose, kept: table.kept, rows });
          }
          return { user_id: userId, exported_at: new Date().toISOString(), held };
        },
        { readOnly: true, isolation: 'repeatable read' },
      );
    },

    /**
     * Puts a pseudonym in the place of a person everywhere. Cannot be undone;
     * what they did stays in the trail, without their name.
     */
    erase(caller: Caller, userId: string, correlationId: string) {
      const pseudonym = `Erased person ${userId.slice(0, 8)}`;
      return withOrganization(database, caller.orgId, async (tx) => {
        const known = await queries.lockPerson(tx, userId);
        if (known === undefined)
          throw missing('user_not_found', 'There is no such person in this organization.');
        if (known.erased_at !== null) return { user_id: userId, pseudonym, erased_at: known.erased_at };
        if (known.role !== 'operator') await refuseSuperior(tx, caller, { userId, name: known.name });
        await refuseUnlessErasable(tx, known);
        const invitations = await aliasesOf(tx, known);
        const person = await personOf(tx, known, invitations);
        const counts: Record<string, number> = {};
        for (const table of tables) {
          const rows = await erasePersonalRows(tx, table, person, pseudonym);
          if (rows > 0) counts[table.table] = (counts[table.table] ?? 0) + rows;
        }
        const erasedAt = await queries.markErased(tx, userId);
        // Who erases themselves is not named again by the entry that says so.
        const actor = { userId: caller.userId, name: caller.userId === userId ? pseudonym : caller.name };
        await recordAudit(tx, { ...actor, correlationId }, [
          { verb: erasedVerb, entity: 'user', entityId: userId, after: { rows: counts, invitations } },
        ]);
        // After the entry was added: it is the one that explains why the values are gone.
        tx.atCommit(() => eraseStatement(tx, [userId, ...invitations]));
        await recordSecurityEvent(tx, { kind: 'erased', userId, actorId: caller.userId, correlationId });
        return { user_id: userId, pseudonym, erased_at: erasedAt };
      });
    },
  };
}

async function refuseUnlessErasable(tx: Tx, person: queries.KnownPerson): Promise<void> {
  if (person.role === 'operator') {
    throw conflict(
      'operator_is_no_person',
      'This is the terminal of the machine Granary runs on, not a person. There is nothing to erase.',
    );
  }
  if (person.role !== 'owner') return;
  if (person.is_active && (await queries.countOtherOwners(tx, person.user_id)) === 0) {
    throw conflict(
      'last_owner',
      'This is the last owner of the organization. Make somebody else an owner first.',
    );
  }
}

/** The invitations by which the trail knows them too, those included that were removed since. */
async function aliasesOf(tx: Tx, known: queries.KnownPerson): Promise<string[]> {
  const invitations = await queries.findInvitationsOf(tx, known);
  const remembered = await selectValuesOf(tx, [known.user_id, ...invitations]);
  const addresses = [known.email ?? '', ...remembered].filter((value) => value.includes('@'));
  return [...new Set([...invitations, ...(await selectStrangersBy(tx, addresses))])];
}

/** With every name and address the trail remembers: they may stand in what somebody wrote. */
async function personOf(tx: Tx, known: queries.KnownPerson, invitations: string[]): Promise<Person> {
  const remembered = await selectValuesOf(tx, [known.user_id, ...invitations]);
  const words = [known.name, known.email ?? '', ...remembered].filter(
    (word) => word.length >= 3 && word.length <= 320,
  );
  return {
    userId: known.user_id,
    email: known.email,
    words: [...new Set(words)].sort((one, other) => other.length - one.length),
  };
}
