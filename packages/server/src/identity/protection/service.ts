import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Platform } from '../../platform/capability.ts';
import { withOrganization } from '../../platform/database/index.ts';
import { networkOf } from '../../platform/http/client-network.ts';
import { missing, tooMany } from '../../platform/http/errors.ts';
import type { RequestOutcome } from '../../platform/http/outcome.ts';
import { takeFromWindow } from '../../platform/http/rate-limits/window-queries.ts';
import type { Caller } from '../../platform/http/route.ts';
import { recordAudit } from '../audit/record.ts';
import { recordSecurityEvent, type SecurityEventKind } from '../audit/security-events.ts';
import { listOrganizations } from '../queries.ts';
import { looksLikeAttack } from './attack-patterns.ts';
import { type AttackKind, DoorWatch, isLoopback } from './door-watch.ts';
import * as queries from './queries.ts';

const readEveryMs = 5_000;
const windowMs = 5 * 60_000;
const mostMinutes = 24 * 60;
/** Of a large installation this many organizations are told of an attack on the door they share. */
const mostTold = 100;

export type Protection = ReturnType<typeof createProtection>;

/**
 * Watches what strangers try in vain and refuses their address for a while.
 * Each server counts by itself, and every few seconds together with the others
 * on its database; a block holds for all of them. Nobody who is signed in is
 * refused, whoever else shares their address, and nothing on this machine.
 */
export function createProtection(
  platform: Pick<Platform, 'config' | 'database' | 'clock' | 'log' | 'ops'>,
  authenticate: (request: FastifyRequest) => Promise<Caller | undefined>,
) {
  const { config, database, clock, log, ops } = platform;
  const watch = new DoorWatch({ probes: config.doorProbes, windowMs });
  /** Until when, in milliseconds, by address. */
  let blocked = new Map<string, number>();
  let noting: Promise<void> = Promise.resolve();

  async function read(): Promise<void> {
    const found = await queries.listBlockedAddresses(database, clock());
    blocked = new Map(found.map((row) => [row.address, Date.parse(row.blocked_until)]));
  }

  /**
   * Adds what was tried here to what was tried on other servers. The same thing
   * tried on two of them counts twice, which only many servers would notice.
   */
  async function share(): Promise<void> {
    for (const { address, kind, count } of watch.takeFresh()) {
      const limit = watch.limitOf(kind);
      const key = `door ${kind} ${hash('sha256', address, 'base64url')}`;
      const { taken } = await takeFromWindow(database, key, count, windowMs / 1000);
      // Whose count passes the limit blocks; a block that was lifted is not made again by the next try.
      const isPassed = taken >= limit && taken - count < limit;
      if (!isPassed || isLoopback(address) || (blocked.get(address) ?? 0) > clock().getTime()) continue;
      noting = noting.then(() => block(address, kind));
    }
  }

  const timer = setInterval(
    () =>
      void share()
        .then(read)
        .catch(() => undefined),
    readEveryMs,
  );
  timer.unref();
  void read().catch(() => undefined);

  async function tell(
    kind: SecurityEventKind,
    detail: Record<string, unknown>,
    address: string,
  ): Promise<void> {
    const organizations = await listOrganizations(database);
    // Whose people sit at an address is nothing that others who share the door learn.
    const told = organizations.length > 1 ? { kind, detail } : { kind, address, detail };
    for (const { org_id } of organizations.slice(0, mostTold)) {
      await withOrganization(database, org_id, (tx) => recordSecurityEvent(tx, told));
    }
  }

  async function block(address: string, reason: AttackKind): Promise<void> {
    const at = clock();
    const minutes = config.blockMinutes;
    // At once, so that what comes while it is written is refused and not counted again.
    blocked.set(address, at.getTime() + minutes * 60_000);
    try {
      const row = await queries.blockAddress(database, { address, reason, minutes, mostMinutes, at });
      if (row === undefined) return;
      blocked.set(address, Date.parse(row.blocked_until));
      ops.countSecurityEvent(reason);
      ops.raise({ kind: 'security', message: `${sentences[reason]} Its address is refused for a while.` });
      await tell('address_blocked', { reason, times: row.times, until: row.blocked_until }, address);
      await queries.removeOldBlocks(database, at);
    } catch (error) {
      log.error(
        { err: error, reason },
        'an attack could not be noted; its address is refused here all the same',
      );
    }
  }

  function note(outcome: RequestOutcome, request: FastifyRequest): void {
    if (config.doorProbes === 0 || outcome.orgId !== undefined) return;
    const [kind, what] = whatWasTried(outcome, request) ?? [];
    if (kind === undefined || what === undefined) return;
    const address = networkOf(request.ip);
    const at = clock().getTime();
    if ((blocked.get(address) ?? 0) > at) return;
    const attack = watch.note(address, kind, what, at);
    if (attack === undefined) return;
    if (isLoopback(request.ip)) {
      ops.countSecurityEvent(attack);
      log.warn({ attack }, 'much was tried in vain from this machine itself; nothing on it is refused');
      return;
    }
    noting = noting.then(() => block(address, attack));
  }

  return {
    onOutcome: note,

    /** @throws {AppError} 429 for a stranger at a blocked address */
    async refuse(request: FastifyRequest): Promise<void> {
      const until = blocked.get(networkOf(request.ip));
      if (until === undefined) return;
      const seconds = Math.ceil((until - clock().getTime()) / 1000);
      if (seconds <= 0 || isLoopback(request.ip)) return;
      const bringsCredential =
        request.headers.authorization !== undefined || request.headers.cookie !== undefined;
      if (bringsCredential && (await authenticate(request).catch(() => undefined)) !== undefined) return;
      throw tooMany('address_blocked', 'Attacks came from your network address; it is refused for a while.', {
        retryAfterSeconds: seconds,
      });
    },

    list: () => queries.listBlockedAddresses(database, clock()),

    async unblock(caller: Caller, address: string, correlationId: string): Promise<void> {
      if (!(await queries.unblockAddress(database, address, clock()))) {
        throw missing('address_not_blocked', `The address ${address} is not blocked.`);
      }
      blocked.delete(address);
      await withOrganization(database, caller.orgId, async (tx) => {
        await recordSecurityEvent(tx, {
          kind: 'address_unblocked',
          address,
          actorId: caller.userId,
          correlationId,
        });
        // The address itself stands in the event, which is outdated; the trail is for ever.
        await recordAudit(tx, { userId: caller.userId, name: caller.name, correlationId }, [
          { verb: 'unblocked', entity: 'blocked_address', entityId: 'one' },
        ]);
      });
    },

    /** Until what was noticed so far is written. */
    settle: () => noting,
    /** Counts together with other servers, and reads what they have blocked; done every few seconds. */
    share,
    read,

    async close(): Promise<void> {
      clearInterval(timer);
      await noting;
    },
  };
}

const sentences: Record<AttackKind, string> = {
  scanning: 'Somebody tried many addresses of the API in vain.',
  guessing: 'Somebody tried many tokens in vain.',
  stuffing: 'Somebody tried to sign in as many people in vain.',
  injection: 'Somebody sent attacks in addresses of the API.',
};

const signInPath = /\/auth\/(?:login|second-factor|password-reset|link|invitation)/;

/** What a failed request of a stranger was after; undefined where it was nothing to count. */
function whatWasTried(outcome: RequestOutcome, request: FastifyRequest): [AttackKind, string] | undefined {
  if (outcome.status < 400 || outcome.status >= 500 || outcome.code === 'address_blocked') return undefined;
  if (looksLikeAttack(request.url)) return ['injection', request.url];
  if (outcome.route !== undefined && signInPath.test(outcome.route)) {
    const email = (request.body as { email?: unknown } | undefined)?.email;
    if (outcome.status !== 401 || typeof email !== 'string') return undefined;
    return ['stuffing', email.trim().toLowerCase()];
  }
  const { authorization } = request.headers;
  if (outcome.status === 401 && authorization !== undefined) return ['guessing', authorization];
  if (![401, 403, 404, 405].includes(outcome.status)) return undefined;
  return ['scanning', `${request.method} ${request.url.split('?')[0]}`];
}
