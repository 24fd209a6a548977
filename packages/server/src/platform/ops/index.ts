import type { Logger } from 'pino';
import type { Declared } from '../capability.ts';
import { type Database, withOrganization } from '../database/index.ts';
import type { Events } from '../events/events.ts';
import type { OutcomeListener } from '../http/outcome.ts';
import type { ReplyCache } from '../http/reply-cache.ts';
import type { Runs } from '../jobs/runs.ts';
import type { Outside } from '../outside/outside.ts';
import type { RecordChange } from '../record-change.ts';
import { nobody, PendingErrorCounts } from './error-counts.ts';
import { opsErrors } from './errors.ts';
import { healthRoutes } from './health.ts';
import { Metrics } from './metrics.ts';
import { everybody, type NewNotice, noticeOf, PendingNotices } from './notices.ts';
import { opsPermissions } from './permissions.ts';
import * as queries from './queries.ts';
import { opsRoutes } from './routes.ts';

/** How the running of Granary is watched; made once, before the capabilities. */
export interface Ops {
  /** Tells whoever runs Granary; equal notices become one with a count. */
  raise(notice: NewNotice): void;
  countSecurityEvent(kind: string): void;
  onOutcome: OutcomeListener;
  /** Writes what is in memory. */
  flush(): Promise<void>;
  /** @param recordChange writes to the trail */
  declare(recordChange: RecordChange): Declared;
  close(): Promise<void>;
}

const flushEveryMs = 2_000;
const cleanEveryMs = 6 * 3_600_000;
const keepDays = 90;

export function createOps(given: {
  database: Database;
  databaseKind: 'embedded' | 'server';
  version: string;
  events: Events;
  runs: Pick<Runs, 'onFailed'>;
  outside: Outside;
  replies: ReplyCache;
  log: Logger;
}): Ops {
  const { database, events, runs, outside, replies, log } = given;
  const counts = new PendingErrorCounts();
  const notices = new PendingNotices();
  const metrics = new Metrics();
  let flushing: Promise<void> = Promise.resolve();
  let cleanedAt = 0;

  async function writeCounts(): Promise<void> {
    for (const [orgId, ofOrg] of counts.take()) {
      try {
        if (orgId === nobody) await queries.addUnsignedErrorCounts(database, ofOrg);
        else await withOrganization(database, orgId, (tx) => queries.addErrorCounts(tx, ofOrg));
      } catch (error) {
        counts.putBack(orgId, ofOrg);
        throw error;
      }
    }
  }

  async function writeNotices(): Promise<void> {
    for (const [orgId, ofOrg] of notices.take()) {
      const unwritten = new Set(orgId === everybody ? [] : [orgId]);
      try {
        if (orgId === everybody)
          for (const id of await queries.listOrganizationIds(database)) unwritten.add(id);
        for (const id of [...unwritten]) {
          await withOrganization(database, id, async (tx) => {
            for (const noticeId of await queries.addNotices(tx, ofOrg))
              await events.announce(tx, { type: 'notice.opened', notice_id: noticeId });
          });
          unwritten.delete(id);
        }
      } catch (error) {
        if (unwritten.size === 0) notices.putBack(orgId, ofOrg);
        for (const id of unwritten) notices.putBack(id, ofOrg);
        throw error;
      }
    }
  }

  /** What nobody asks for any more goes, now and then. */
  async function clean(): Promise<void> {
    if (Date.now() - cleanedAt < cleanEveryMs) return;
    cleanedAt = Date.now();
    await queries.removeOldUnsignedErrorCounts(database, keepDays);
    for (const orgId of await queries.listOrganizationIds(database)) {
      await withOrganization(database, orgId, (tx) => queries.removeOldErrorCounts(tx, keepDays));
    }
  }

  function flush(): Promise<void> {
    flushing = flushing
      .then(async () => {
        await writeCounts();
        await writeNotices();
      })
      // While the database is away it stays in memory, and is written afterwards.
      .catch((error: unknown) => log.debug({ err: error }, 'figures could not be written yet'));
    return flushing;
  }

  outside.onChange((service, state) => {
    if (state === 'open')
      notices.raise({
        kind: 'outside',
        message: `The service "${service}" keeps failing and is left alone for now.`,
      });
  });
  runs.onFailed(({ orgId, kind }) =>
    notices.raise({
      kind: 'run',
      message: `A run of the kind ${kind} failed on an unexpected error; the log has the detail.`,
      orgId,
    }),
  );
  const timer = setInterval(
    () =>
      void flush()
        .then(clean)
        .catch(() => undefined),
    flushEveryMs,
  );
  timer.unref();

  return {
    raise: (notice) => notices.raise(notice),
    countSecurityEvent: (kind) => metrics.countSecurityEvent(kind),
    onOutcome(outcome) {
      metrics.record(outcome);
      counts.record(outcome, new Date());
      const notice = noticeOf(outcome);
      if (notice !== undefined) notices.raise(notice);
    },
    flush,
    declare: (recordChange) => ({
      name: 'operations',
      permissions: opsPermissions,
      errors: opsErrors,
      routes: [
        ...healthRoutes({
          database,
          kind: given.databaseKind,
          version: given.version,
          outside,
          isListening: () => events.isListening,
        }),
        ...opsRoutes({ database, outside, replies, metrics, flush, recordChange }),
      ],
    }),
    async close() {
      clearInterval(timer);
      await flush();
      metrics.close();
    },
  };
}
