import { type Actor, recordAudit } from '../identity/index.ts';
import { type Database, type Tx, withOrganization } from '../platform/database/index.ts';
import { answerItems, asRefusal, type UnreadableItem } from '../platform/http/bulk.ts';
import { AppError, conflict, missing, stale } from '../platform/http/errors.ts';
import type { Caller } from '../platform/http/route.ts';
import { insertMasterRows, lockMasterRows, type MasterRow, updateMasterRows } from './master-queries.ts';
import type { Master } from './masters.ts';

/** Values of one item or location as they were sent, with its code; what is left out stays as it is. */
export type MasterChange = { version?: number | undefined } & Record<
  string,
  string | number | null | undefined
>;

export interface Saved {
  version: number;
  created: boolean;
}

type Outcome = Saved | AppError;

/**
 * Adds and changes rows of a master: one is many with one item. No role that is
 * limited to locations or suppliers can hold `catalog.write`.
 */
export function createSaving(database: Database) {
  async function save(
    caller: Caller,
    correlationId: string,
    master: Master,
    changes: readonly MasterChange[],
  ): Promise<Outcome[]> {
    const actor = { userId: caller.userId, name: caller.name, correlationId };
    return withOrganization(database, caller.orgId, (tx) => saveAll(tx, { actor, master }, changes), {
      retries: 3,
    });
  }

  return {
    async one(caller: Caller, correlationId: string, master: Master, change: MasterChange): Promise<Saved> {
      const [outcome] = await save(caller, correlationId, master, [change]);
      if (outcome instanceof AppError) throw outcome;
      return outcome as Saved;
    },

    many: (
      caller: Caller,
      correlationId: string,
      master: Master,
      items: readonly (MasterChange | UnreadableItem)[],
    ) =>
      answerItems(
        items,
        (item: MasterChange) => String(item[master.key]),
        (readable) => save(caller, correlationId, master, readable),
      ),
  };
}

/** Judges all before anything is written; then one statement adds, one changes, and the trail is told. */
async function saveAll(
  tx: Tx,
  { actor, master }: { actor: Actor; master: Master },
  changes: readonly MasterChange[],
): Promise<Outcome[]> {
  const codeOf = (change: MasterChange) => String(change[master.key]);
  const known = await lockMasterRows(tx, master, changes.map(codeOf));
  const wanted = new Map<string, { before: MasterRow | undefined; after: object }>();

  function judge(change: MasterChange): Saved {
    const code = codeOf(change);
    if (wanted.has(code)) throw namedTwice(code);
    const before = known.get(code);
    if (change.version !== undefined) {
      if (before === undefined) throw missing(master.notFound, `There is no ${master.entity} ${code}.`);
      if (before.version !== change.version) throw staleVersion(master, code, before.version, change.version);
    }
    const after = valuesOf(master, change, before);
    const isSame =
      before !== undefined && JSON.stringify(after) === JSON.stringify(valuesOf(master, {}, before));
    if (!isSame) wanted.set(code, { before, after });
    return { version: (before?.version ?? 0) + (isSame ? 0 : 1), created: before === undefined };
  }

  const outcomes = changes.map((change): Outcome => {
    try {
      return judge(change);
    } catch (error) {
      return asRefusal(error);
    }
  });
  const rows = [...wanted].map(([code, { before, after }]) => ({ code, before, after }));
  const withCode = ({ code, after }: { code: string; after: object }) => ({ [master.key]: code, ...after });
  const added = rows.filter(({ before }) => before === undefined);
  const changed = rows.filter(({ before }) => before !== undefined);
  const made =
    added.length === 0 ? new Set<string>() : await insertMasterRows(tx, master, added.map(withCode));
  if (changed.length > 0) await updateMasterRows(tx, master, changed.map(withCode));
  await recordAudit(
    tx,
    actor,
    rows
      .filter(({ code, before }) => before !== undefined || made.has(code))
      .map(({ code, before, after }) => ({
        verb: before === undefined ? 'created' : 'changed',
        entity: master.entity,
        entityId: code,
        before: before === undefined ? undefined : valuesOf(master, {}, before),
        after,
      })),
  );
  return outcomes.map((outcome, index) => {
    const code = codeOf(changes[index] as MasterChange);
    const isRaced = !(outcome instanceof AppError) && outcome.created && !made.has(code);
    return isRaced ? staleVersion(master, code, 1, 0) : outcome;
  });
}

/** What is left out stays, or for a new row is what a file without that column would give it. */
function valuesOf(master: Master, change: MasterChange, before: MasterRow | undefined): object {
  const code = String(change[master.key]);
  const fallbacks = [{ name: 'name', fallback: code }, ...master.columns];
  return Object.fromEntries(
    fallbacks.map(({ name, fallback }) => {
      const told = change[name];
      if (told !== undefined) return [name, told];
      return [name, before === undefined ? fallback : (before[name] ?? null)];
    }),
  );
}

function namedTwice(code: string): AppError {
  return conflict(
    'catalog.named_twice',
    `This call speaks of ${code} before; the first was taken. Send the other in a call of its own.`,
  );
}

function staleVersion({ entity }: Master, code: string, now: number, seen: number): AppError {
  return stale(
    'catalog.stale_version',
    `The ${entity} ${code} has changed since you loaded it (you saw version ${seen}, it is at ${now}). Look at it again before you change it.`,
    { details: [{ field: 'version', message: `is ${now} now`, current_version: now }] },
  );
}
