import { LRUCache } from 'lru-cache';
import type { TakenWindow } from './window-queries.ts';

/** What is left for a caller. */
export interface Allowance {
  isAllowed: boolean;
  /** At least; other servers may have set some aside that they will not use. */
  remaining: number;
  resetMs: number;
}

interface Share {
  /** Set aside for this server and not used yet. */
  left: number;
  /** Left in the window when we last asked, beyond what is set aside. */
  unclaimed: number;
  endsAt: number;
  asking: Promise<void> | undefined;
}

/**
 * Counts requests of several servers together without a statement for each: a
 * server sets aside a twentieth of a limit at a time and gives it out from
 * memory. No more than the limit is ever accepted in a window by all servers
 * together; each server may refuse up to a twentieth too early, when another
 * has set it aside.
 */
export class Allowances {
  readonly #shares = new LRUCache<string, Share>({ max: 100_000 });
  readonly #take: (key: string, count: number) => Promise<TakenWindow>;
  readonly #now: () => number;

  constructor(take: (key: string, count: number) => Promise<TakenWindow>, now: () => number) {
    this.#take = take;
    this.#now = now;
  }

  async use(key: string, limit: number): Promise<Allowance> {
    for (;;) {
      const share = this.#shareOf(key);
      const resetMs = share.endsAt - this.#now();
      if (share.left > 0) {
        share.left -= 1;
        return { isAllowed: true, remaining: share.left + share.unclaimed, resetMs };
      }
      if (share.unclaimed === 0) return { isAllowed: false, remaining: 0, resetMs };
      share.asking ??= this.#ask(key, limit, share);
      await share.asking;
    }
  }

  #shareOf(key: string): Share {
    const known = this.#shares.get(key);
    if (known !== undefined && known.endsAt > this.#now()) return known;
    const share = {
      left: 0,
      unclaimed: Number.POSITIVE_INFINITY,
      endsAt: Number.POSITIVE_INFINITY,
      asking: undefined,
    };
    this.#shares.set(key, share);
    return share;
  }

  async #ask(key: string, limit: number, share: Share): Promise<void> {
    const count = Math.max(1, Math.floor(limit / 20));
    try {
      const { taken, endsInMs } = await this.#take(key, count);
      share.left = Math.min(count, Math.max(0, limit - (taken - count)));
      share.unclaimed = Math.max(0, limit - taken);
      share.endsAt = this.#now() + endsInMs;
    } finally {
      share.asking = undefined;
      if (share.endsAt === Number.POSITIVE_INFINITY) this.#shares.delete(key);
    }
  }
}
