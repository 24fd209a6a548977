import { z } from 'zod';
import type { Route } from '../../src/platform/http/route.ts';

/** What is done to a thing where no method of HTTP says it; only as the last part of a POST's address. */
const verbs = [
  ...[
    'approve',
    'reject',
    'complete',
    'acknowledge',
    'cancel',
    'confirm',
    'unlock',
    'deactivate',
    'reactivate',
  ],
  ...['generate', 'refresh', 'login', 'logout', 'logout-everywhere', 'backtest'],
];
/** What a method says: a POST makes, a GET reads, PUT and PATCH change, a DELETE removes. */
const saidByMethod =
  /^(create|add|make|new|get|list|read|fetch|find|update|change|set|edit|save|delete|remove)(-|$)/;

/** Rules that a route breaks on purpose, with the reason. */
export const exceptions: Record<string, string> = {
  'DELETE /users/:user_id/sessions': 'ends many, and says how many: 200',
  'POST /auth/password-reset': 'a stranger is not told whether there is anything to follow',
};

/** How a route breaks the rules of docs/api-style.md; nothing is right. */
export function breaches(route: Route): string[] {
  const name = `${route.method} ${route.path}`;
  if (name in exceptions) return [];
  return [...nameBreaches(route), ...statusBreaches(route)].map((breach) => `${name} ${breach}`);
}

function* nameBreaches({ method, path }: Route): Generator<string> {
  const parts = path.split('/').slice(1);
  const isParameter = (part: string) => part.startsWith(':');
  for (const [index, part] of parts.entries()) {
    if (isParameter(part) ? !/^:[a-z]+(_[a-z]+)*$/.test(part) : !/^[a-z]+(-[a-z]+)*(\.csv)?$/.test(part))
      yield `names a part "${part}"; parts are small letters with hyphens, parameters with underscores`;
    if (saidByMethod.test(part)) yield `says "${part}", which its method says`;
    if (verbs.includes(part) && (method !== 'POST' || index !== parts.length - 1))
      yield `has the verb "${part}" elsewhere than at the end of a POST`;
  }
}

function* statusBreaches({ method, reply, body, permission, multipart }: Route): Generator<string> {
  const statuses = Object.keys(reply).map(Number);
  const usual = statuses[0];
  for (const [status, shape] of Object.entries(reply)) {
    const isEmpty = shape instanceof z.ZodUndefined;
    if ((status === '204') !== isEmpty) yield `answers ${status} ${isEmpty ? 'without' : 'with'} a body`;
  }
  if (method === 'GET') {
    if (body !== undefined || multipart === true) yield 'reads, and takes a body';
    if (usual !== 200) yield `reads, and answers ${usual}`;
  }
  if (method === 'DELETE' && statuses.join() !== '204') yield `removes, and answers ${statuses}`;
  if (
    (method === 'PUT' || method === 'PATCH') &&
    statuses.some((status) => ![200, 201, 204].includes(status))
  )
    yield `changes, and answers ${statuses}`;
  if (permission === 'public' && statuses.includes(202))
    yield 'begins something that a stranger cannot follow';
}
