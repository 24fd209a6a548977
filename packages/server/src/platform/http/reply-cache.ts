import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { Caller } from './route.ts';

/** A read as it was sent. */
export interface KeptRead {
  text: string;
  tag: string;
}

/** Where a reply belongs: what was asked with which rights, and what was true when it was asked. */
interface Place {
  key: string;
  changes: string;
  quarterHour: number;
}

type Entry = KeptRead & Omit<Place, 'key'>;

/** Everywhere on earth a day begins at a whole quarter of an hour. */
const quarterHourMs = 15 * 60_000;

/**
 * Replies of reads, kept until something changes in their organization. Every
 * transaction that writes adds to a count in the database, in itself, and a
 * request learns the count when its caller is recognized. A reply is used again
 * only under the count that was read before its rows were, so no reply is older
 * than the request it answers, whichever server wrote.
 */
export class ReplyCache {
  readonly #kept: LRUCache<string, Entry> | undefined;
  readonly #clock: Clock;
  readonly #namesOf = new WeakMap<ReadonlySet<string>, string>();
  #hits = 0;
  #misses = 0;

  /** @param maxBytes memory for replies; 0 keeps none */
  constructor(maxBytes: number, clock: Clock) {
    this.#clock = clock;
    if (maxBytes === 0) return;
    this.#kept = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: Math.ceil(maxBytes / 8),
      // A character may take two bytes.
      sizeCalculation: ({ text }, key) => 2 * (text.length + key.length) + 200,
    });
  }

  /** To be asked before anything is read; undefined where nothing is kept. */
  placeOf(request: FastifyRequest, caller: Caller): Place | undefined {
    if (this.#kept === undefined) return undefined;
    return {
      key: this.#keyOf(request, caller),
      changes: caller.changes,
      quarterHour: Math.floor(this.#clock().getTime() / quarterHourMs),
    };
  }

  find({ key, changes, quarterHour }: Place): KeptRead | undefined {
    const entry = this.#kept?.get(key);
    const isTrue = entry !== undefined && entry.changes === changes && entry.quarterHour === quarterHour;
    if (isTrue) this.#hits += 1;
    else this.#misses += 1;
    return isTrue ? entry : undefined;
  }

  keep({ key, changes, quarterHour }: Place, { text, tag }: KeptRead): void {
    this.#kept?.set(key, { text, tag, changes, quarterHour });
  }

  figures(): { hits: number; misses: number; bytes: number } {
    return { hits: this.#hits, misses: this.#misses, bytes: this.#kept?.calculatedSize ?? 0 };
  }

  /** Whoever has the same rights sees the same; who it is, is no part of it. */
  #keyOf(request: FastifyRequest, caller: Caller): string {
    const { orgId, role, permissions, scope, approvalLimit, viewAs } = caller;
    let names = this.#namesOf.get(permissions);
    if (names === undefined) {
      names = [...permissions].sort().join(' ');
      this.#namesOf.set(permissions, names);
    }
    const rights = JSON.stringify([role, scope.storeIds, scope.supplierIds, approvalLimit, viewAs]);
    return `${orgId} ${request.url} ${rights} ${names}`;
  }
}

/** As a browser's reload without its cache asks. */
export function asksForFresh(request: FastifyRequest): boolean {
  return /\bno-(?:cache|store)\b/i.test(request.headers['cache-control'] ?? '');
}
