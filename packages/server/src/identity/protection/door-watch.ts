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

const watchedAddresses = 20_000;
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

  constructor(limits: DoorLimits) {
    this.#limits = limits;
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
    things.add(hash('sha256', what, 'base64url').slice(0, 10));
    if (things.size < Math.max(1, Math.ceil(this.#limits.probes / plainerBy[kind]))) return undefined;
    this.#tried.delete(address);
    return kind;
  }
}

/**
 * What one counts as one stranger: an IPv4 address, or the /64 network that an IPv6 customer is given.
 *
 * @param ip undefined once the connection is gone, whatever the types say
 */
export function strangerAt(ip: string | undefined): string {
  if (ip === undefined) return 'unknown';
  const plain = ip.startsWith('::ffff:') && ip.includes('.') ? ip.slice(7) : ip;
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const isShort = plain.includes('::');
  const middle = isShort ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0') : [];
  const groups = [...left, ...middle, ...right].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '').toLowerCase()).join(':')}::/64`;
}

/** This machine itself: its terminal, or a proxy on it that does not say whom it speaks for. */
export function isLoopback(ip: string): boolean {
  return ip === '::1' || /^(?:::ffff:)?127\./.test(ip);
}
