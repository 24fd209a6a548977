import { createHash } from 'node:crypto';
import type { RequestOutcome } from '../http/outcome.ts';
import { maskText } from '../log/mask.ts';
import type { NoticeKind, PendingNotice } from './schema.ts';

export interface NewNotice {
  kind: NoticeKind;
  /** One sentence for whoever runs Granary, without names or data. */
  message: string;
  /** What makes two of them the same; default: the message with its numbers left out. */
  sameAs?: string;
  /** Whom it concerns; without it, every organization of the installation. */
  orgId?: string | undefined;
  correlationId?: string;
}

/** Notices wait here for some seconds, so that a hundred equal faults are one row that is written once. */
export class PendingNotices {
  readonly #byOrg = new Map<string, Map<string, PendingNotice>>();
  readonly #now: () => Date;

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  raise(given: NewNotice): void {
    const message = maskText(given.message).slice(0, 1_000);
    const at = this.#now().toISOString();
    this.#add(given.orgId ?? everybody, {
      kind: given.kind,
      fingerprint: fingerprintOf(given.kind, given.sameAs ?? message.replaceAll(/\d+/g, '#')),
      message,
      count: 1,
      first_at: at,
      last_at: at,
      correlation_id: given.correlationId ?? null,
    });
  }

  /** Puts back what could not be written. */
  putBack(orgId: string, notices: readonly PendingNotice[]): void {
    for (const one of notices) this.#add(orgId, one);
  }

  take(): [orgId: string, notices: PendingNotice[]][] {
    const taken = [...this.#byOrg].map(([orgId, notices]): [string, PendingNotice[]] => [
      orgId,
      [...notices.values()],
    ]);
    this.#byOrg.clear();
    return taken;
  }

  #add(orgId: string, added: PendingNotice): void {
    const ofOrg = this.#byOrg.get(orgId) ?? new Map<string, PendingNotice>();
    this.#byOrg.set(orgId, ofOrg);
    const known = ofOrg.get(added.fingerprint);
    if (known === undefined) {
      ofOrg.set(added.fingerprint, { ...added });
      return;
    }
    known.count += added.count;
    if (added.first_at < known.first_at) known.first_at = added.first_at;
    if (added.last_at >= known.last_at) {
      known.last_at = added.last_at;
      known.correlation_id = added.correlation_id;
    }
  }
}

/** In place of an organization: it concerns all of them. */
export const everybody = '*';

function fingerprintOf(kind: NoticeKind, text: string): string {
  return createHash('sha256').update(`${kind}\n${text}`).digest('hex').slice(0, 32);
}

/** What is said of a request that failed on our side; nothing where waiting mends it. */
export function noticeOf(outcome: RequestOutcome): NewNotice | undefined {
  const { code, route, method, status, orgId, correlationId } = outcome;
  if (status < 500 || code === undefined || code === 'changes_collided' || code === 'outside_unavailable')
    return undefined;
  if (code === 'database_unavailable' || code === 'commit_unknown') {
    const message = 'The database did not answer; requests were told to come again.';
    return { kind: 'database', message, correlationId };
  }
  const what = outcome.fault instanceof Error ? `${outcome.fault.name}` : 'unknown';
  return {
    kind: 'fault',
    message: `${method} ${route ?? 'an unknown address'} failed on our side (${code}, ${what}).`,
    orgId,
    correlationId,
  };
}
