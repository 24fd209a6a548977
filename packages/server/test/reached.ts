import type { Route } from '../src/platform/http/route.ts';

/**
 * How far the requests of an attack came: what each route answered, and how
 * often the code behind it was entered. An attack that is stopped at the door
 * every time shows nothing about the house.
 */
export interface Reached {
  /** @param route as `GET /actions/:action_id` */
  record(route: string, status: number): void;
  /** Answers of all routes by their status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly operations: number;
  /** Routes that were never asked. */
  unasked(): string[];
  /** Routes whose code was never entered; a name ends with what they answered instead. */
  unreached(): string[];
  /** Requests whose route's code was entered. */
  readonly entries: number;
}

/** Watches the routes of an app from now on. Each app has routes of its own, so nothing has to be put back. */
export function watchRoutes(routes: readonly Route[]): Reached {
  const statuses: Record<string, number> = {};
  const ofRoute = new Map<string, { answers: Record<string, number>; entries: number }>();
  for (const route of routes) {
    const seen = { answers: {}, entries: 0 };
    ofRoute.set(`${route.method} ${route.path}`, seen);
    const handle = route.handle.bind(route);
    route.handle = (context) => {
      seen.entries += 1;
      return handle(context);
    };
  }
  const all = () => [...ofRoute];
  return {
    record(route, status) {
      count(statuses, status);
      const seen = ofRoute.get(route);
      if (seen === undefined) throw new Error(`${route} is no route of this app`);
      count(seen.answers, status);
    },
    statuses,
    operations: ofRoute.size,
    unasked: () => all().flatMap(([name, { answers }]) => (Object.keys(answers).length === 0 ? [name] : [])),
    unreached: () =>
      all().flatMap(([name, { answers, entries }]) =>
        entries === 0 ? [`${name} (${shownCounts(answers)})`] : [],
      ),
    get entries() {
      return all().reduce((sum, [, { entries }]) => sum + entries, 0);
    },
  };
}

function count(counts: Record<string, number>, status: number): void {
  counts[status] = (counts[status] ?? 0) + 1;
}

/** `200: 5000, 503: 300`. */
export const shownCounts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([status, times]) => `${status}: ${times}`)
    .join(', ');

/** One line for a verdict. */
export const shownReach = (reached: Reached): string =>
  `${reached.operations} operations, ${reached.operations - reached.unasked().length} asked, ` +
  `${reached.operations - reached.unreached().length} reached; the code behind was entered ` +
  `${reached.entries} times; answers ${shownCounts(reached.statuses)}`;
