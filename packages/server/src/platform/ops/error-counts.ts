import type { RequestOutcome } from '../http/outcome.ts';
import type { CountedError } from './schema.ts';

/** In place of an organization: nobody was signed in. */
export const nobody = '-';

const hourMs = 3_600_000;

/** Failures since they were last written, by organization, hour, code and route. */
export class PendingErrorCounts {
  readonly #counts = new Map<string, CountedError & { orgId: string }>();

  record(outcome: RequestOutcome, at: Date): void {
    if (outcome.code === undefined) return;
    const hour = new Date(Math.floor(at.getTime() / hourMs) * hourMs).toISOString();
    const route =
      outcome.route === undefined
        ? `${outcome.method} (no such address)`
        : `${outcome.method} ${outcome.route}`;
    this.#add({ orgId: outcome.orgId ?? nobody, hour, code: outcome.code, route, count: 1 });
  }

  putBack(orgId: string, counts: readonly CountedError[]): void {
    for (const one of counts) this.#add({ ...one, orgId });
  }

  take(): Map<string, CountedError[]> {
    const taken = new Map<string, CountedError[]>();
    for (const { orgId, ...count } of this.#counts.values()) {
      taken.set(orgId, [...(taken.get(orgId) ?? []), count]);
    }
    this.#counts.clear();
    return taken;
  }

  #add(added: CountedError & { orgId: string }): void {
    const key = `${added.orgId} ${added.hour} ${added.code} ${added.route}`;
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { ...added });
    else known.count += added.count;
  }
}

export function summarize(counts: readonly CountedError[], hours: number) {
  const by = <Field extends 'code' | 'route' | 'hour'>(field: Field) => {
    const sums = new Map<string, number>();
    for (const one of counts) sums.set(one[field], (sums.get(one[field]) ?? 0) + one.count);
    return [...sums].map(
      ([name, count]) => ({ [field]: name, count }) as Record<Field, string> & { count: number },
    );
  };
  const mostFirst = (a: { count: number }, b: { count: number }) => b.count - a.count;
  return {
    hours,
    total: counts.reduce((sum, one) => sum + one.count, 0),
    by_code: by('code').sort(mostFirst),
    by_route: by('route').sort(mostFirst),
    by_hour: by('hour').sort((a, b) => a.hour.localeCompare(b.hour)),
    counts: [...counts].sort(mostFirst).slice(0, 500),
  };
}
