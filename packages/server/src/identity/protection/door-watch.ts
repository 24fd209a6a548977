import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** scanning: many addresses tried. guessing: many tokens tried. stuffing: sign-ins as many people. injection: attacks in addresses. */
export type AttackKind = 'scanning' | 'guessing' | 'stuffing' | 'injection';

export interface DoorLimits {
  /** Different things tried in vain from one address before it counts as an attack. */
  probes: number;
  /** Within this time. */
  windowMs: number;
}

interface Tried {
  since: number;
  byKind: Map<AttackKind, Set<string>>;
}

/** Things tried in vain that other servers have not heard of yet. */
export interface Fresh {
  address: string;
  kind: AttackKind;
  count: number;
}

const watchedAddresses = 20_000;
/** Attacks from more addresses than this at once are told to the other servers in part. */
const mostFresh = 1_000;
/** Signs that are plainer than a wrong address need a fifth of the number. */
const plainerBy: Record<AttackKind, number> = { scanning: 1, guessing: 1, stuffing: 5, injection: 5 };

/**
 * Counts what strangers try in vain, by address. What counts is how many
 * different things: a page that asks the same five routes again and again
 * after its session ended is no attack.
 */
export class DoorWatch {
  readonly #limits: DoorLimits;
  readonly #tried = new LRUCache<string, Tried>({ max: watchedAddresses });
  readonly #fresh = new Map<string, Fresh>();

  constructor(limits: DoorLimits) {
    this.#limits = limits;
  }

  /** How many different things make an attack. */
  limitOf(kind: AttackKind): number {
    return Math.max(1, Math.ceil(this.#limits.probes / plainerBy[kind]));
  }

  /** What was tried since this was asked last, to be counted together with what other servers saw. */
  takeFresh(): Fresh[] {
    const taken = [...this.#fresh.values()];
    this.#fresh.clear();
    return taken;
  }

  #addFresh(address: string, kind: AttackKind): void {
    const key = `${kind} ${address}`;
    const known = this.#fresh.get(key);
    if (known !== undefined) known.count += 1;
    else if (this.#fresh.size < mostFresh) this.#fresh.set(key, { address, kind, count: 1 });
  }

  /** @returns the kind of attack, once, when this try makes it one */
  note(address: string, kind: AttackKind, what: string, at: number): AttackKind | undefined {
    const known = this.#tried.get(address);
    const tried =
      known === undefined || at - known.since > this.#limits.windowMs
        ? { since: at, byKind: new Map<AttackKind, Set<string>>() }
        : known;
    if (tried !== known) this.#tried.set(address, tried);
    const things = tried.byKind.get(kind) ?? new Set<string>();
    tried.byKind.set(kind, things);
    const before = things.size;
    things.add(hash('sha256', what, 'base64url').slice(0, 10));
    if (things.size > before) this.#addFresh(address, kind);
    if (things.size < this.limitOf(kind)) return undefined;
    this.#tried.delete(address);
    return kind;
  }
}

/** This machine itself: its terminal, or a proxy on it that does not say whom it speaks for. */
export function isLoopback(ip: string): boolean {
  return ip === '::1' || /^(?:::ffff:)?127\./.test(ip);
}
