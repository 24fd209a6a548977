import { createHmac } from 'node:crypto';
import { type Clock, secondsAfter } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { networkOf } from '../../platform/http/client-network.ts';
import { tooMany } from '../../platform/http/errors.ts';
import type { InstallationSecret } from '../../platform/installation-secret.ts';
import {
  type Attempts,
  clearAttempts,
  findDelays,
  inSharedTransaction,
  isKnownClient,
  lockAttempts,
  removeOldAttempts,
  saveAttempts,
} from './attempt-queries.ts';
import { type Bounds, delaySeconds, signInBounds } from './delays.ts';

/** The account of a password, by what is typed; whether it exists does not matter. */
export const passwordAccount = (email: string) => `password ${email}`;

/** From where an attempt comes. */
export interface Client {
  address: string | undefined;
  /** The value of the device cookie, if the browser has one. */
  device?: string | undefined;
}

/** An attempt that was let through and counts as failed until it is told otherwise. */
export interface Attempt {
  /** How long the next one will have to wait if this one fails; 0 for not at all. */
  delaySeconds: number;
  succeeded(): Promise<void>;
}

export type Guard = ReturnType<typeof createGuard>;

const knownDays = 30;

/**
 * Slows guessing down without locking anybody out.
 *
 * Attempts are counted for an account from a client (a browser by its device
 * cookie, else the network). After five failures each further one costs a
 * longer wait, for that client alone. The account's failures from all clients
 * that never signed in to it are counted together, so that many addresses do not
 * help; a browser or network from which its owner signed in within a month is
 * outside of that count, so strangers cannot keep the owner out.
 *
 * The count is kept in PostgreSQL and rises before the password is looked at:
 * neither another server nor a hundred attempts at once get more tries.
 */
export function createGuard(options: { database: Database; clock: Clock; secret: InstallationSecret }) {
  const { database, clock } = options;
  const attemptsKey = options.secret.derive('sign-in attempts');
  const devicesKey = options.secret.derive('devices');
  const hash = (text: string) => createHmac('sha256', attemptsKey).update(text).digest('base64url');
  const deviceMark = (device: string, accountHash: string) =>
    createHmac('sha256', devicesKey).update(`${device} ${accountHash}`).digest('base64url');

  /** The device's id, when this cookie was made for this account. */
  function readDevice(cookie: string | undefined, accountHash: string): string | undefined {
    const [device = '', mark] = (cookie ?? '').split('.');
    return mark !== undefined && mark === deviceMark(device, accountHash) ? device : undefined;
  }

  function clientHashOf(client: Client, accountHash: string): { clientHash: string; isDevice: boolean } {
    const device = readDevice(client.device, accountHash);
    const name = device === undefined ? `network ${networkOf(client.address)}` : `device ${device}`;
    return { clientHash: hash(`${accountHash} ${name}`), isDevice: device !== undefined };
  }

  function counted(row: Attempts, free: number, bounds: Bounds, at: Date): Attempts {
    const isForgotten = secondsAfter(row.last_at, bounds.forgottenAfterSeconds) <= at && !isBlocked(row, at);
    const failures = (isForgotten ? 0 : row.failures) + 1;
    const wait = delaySeconds(failures, free, bounds);
    return {
      ...row,
      failures,
      last_at: at,
      blocked_until: wait === 0 ? null : secondsAfter(at, wait),
    };
  }

  return {
    /**
     * Lets an attempt through, or not yet.
     *
     * @param account what is tried to be opened, as `password ana@example.com`; whether it exists does not matter
     * @param how.bounds how many cost nothing, and how long the others wait; default: those of signing in
     * @param how.knownBy the account whose known browsers and networks are known here too; default: this one
     * @throws {AppError} 429 `sign_in_delayed` with the seconds to wait
     */
    async enter(
      account: string,
      client: Client,
      { bounds = signInBounds, knownBy = account }: { bounds?: Bounds; knownBy?: string } = {},
    ): Promise<Attempt> {
      const at = clock();
      const accountHash = hash(account);
      const knownHash = hash(knownBy);
      const { clientHash, isDevice } = clientHashOf(client, knownHash);
      const outcome = await inSharedTransaction(database, async (tx) => {
        const { own, all } = await lockAttempts(tx, accountHash, clientHash, at);
        const isKnown = isDevice || (await isKnownClient(tx, knownHash, clientHash, at));
        const relevant = isKnown ? [own] : [own, all];
        const until = relevant.filter((row) => isBlocked(row, at)).map((row) => row.blocked_until as Date);
        if (until.length > 0) return { waitUntil: new Date(Math.max(...until.map(Number))) };
        const ownNow = counted(own, bounds.free, bounds, at);
        await saveAttempts(tx, accountHash, ownNow);
        if (isKnown) return { isKnown, delays: [ownNow] };
        const allNow = counted(all, bounds.freeOfAccount, bounds, at);
        await saveAttempts(tx, accountHash, allNow);
        return { isKnown, delays: [ownNow, allNow] };
      });
      if (outcome.waitUntil !== undefined) {
        const seconds = Math.max(1, Math.ceil((Number(outcome.waitUntil) - Number(at)) / 1000));
        throw tooMany(
          'sign_in_delayed',
          `Too many attempts failed. Try again in ${seconds} seconds, or reset the password.`,
          { retryAfterSeconds: seconds },
        );
      }
      const waits = outcome.delays.map((row) => (Number(row.blocked_until ?? at) - Number(at)) / 1000);
      return {
        delaySeconds: Math.max(...waits),
        async succeeded() {
          await inSharedTransaction(database, async (tx) => {
            const { own, all } = await lockAttempts(tx, accountHash, clientHash, at);
            const known_until = secondsAfter(at, knownDays * 24 * 3600);
            await saveAttempts(tx, accountHash, { ...own, failures: 0, blocked_until: null, known_until });
            if (outcome.isKnown) return;
            const failures = Math.max(0, all.failures - 1);
            const blocked_until = failures < bounds.freeOfAccount ? null : all.blocked_until;
            await saveAttempts(tx, accountHash, { ...all, failures, blocked_until });
          });
        },
      };
    },

    /** The cookie by which a browser is known for an account from now on. */
    deviceCookie(account: string, device: string): string {
      return `${device}.${deviceMark(device, hash(account))}`;
    },

    /** Lifts the delays of an account. */
    unlock: (account: string) => clearAttempts(database, hash(account)),

    /** Until when somebody has to wait, by account; accounts where nobody has to are left out. */
    async delaysOf(accounts: readonly string[]): Promise<Map<string, Date>> {
      const byHash = new Map(accounts.map((account) => [hash(account), account]));
      const found = await findDelays(database, [...byHash.keys()], clock());
      return new Map(found.map(({ account_hash, until }) => [byHash.get(account_hash) ?? '', until]));
    },

    removeOld: () => removeOldAttempts(database, clock()),
  };
}

function isBlocked(row: Attempts, at: Date): boolean {
  return row.blocked_until !== null && row.blocked_until > at;
}
