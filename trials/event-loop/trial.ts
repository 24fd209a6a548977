import type { InjectOptions } from 'fastify';
import { z } from 'zod';
import type { Route } from '../../packages/server/src/platform/http/route.ts';
import type { TrialApp } from '../trial-app.ts';

export interface EventLoopResult {
  requests: number;
  /** Longest time the event loop was busy without a pause, in milliseconds, and with what. */
  longestMs: number;
  longestBy: string;
  serverErrors: string[];
  /** Whether a prototype was changed by anything that was sent. */
  isPolluted: boolean;
}

const id = '00000000-0000-4000-8000-000000000000';
const megabyte = 1_000_000;

/** Texts that make a careless pattern try for ever. */
const longTexts = (length: number) => [
  'a'.repeat(length),
  `${'a'.repeat(length)}!`,
  `${'a@'.repeat(length / 2)}`,
  `${'a.'.repeat(length / 2)}@`,
  `${'0'.repeat(length)}x`,
  `${'-'.repeat(length)}1`,
  `${' '.repeat(length)}x`,
  `${'1:'.repeat(length / 2)}`,
  `http://${'a.'.repeat(length / 2)}`,
  `"${',"'.repeat(length / 2)}`,
];

/** Bodies whose parsing, walking or refusing costs more than they are long. */
const bodies = (): [name: string, payload: string][] => [
  ['arrays 500,000 deep', '['.repeat(megabyte / 2) + ']'.repeat(megabyte / 2)],
  ['objects 150,000 deep', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
  ['arrays never closed', '['.repeat(megabyte)],
  [
    '60,000 unknown keys',
    JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`key${n}`, n]))),
  ],
  [
    '19,000 unknown keys',
    JSON.stringify(Object.fromEntries(Array.from({ length: 19_000 }, (_, n) => [`key${n}`, n]))),
  ],
  ['400,000 numbers', `[${Array(400_000).fill('1').join(',')}]`],
  ['one long text', JSON.stringify('x'.repeat(megabyte))],
  ['100,000 escapes', `"${'\\u0000'.repeat(100_000)}"`],
  ['a prototype', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'],
  ['a number of 900,000 digits', '9'.repeat(900_000)],
];

/** Sends everything to every route, and watches how long the event loop is held by it. */
export async function tryEventLoop(
  { app, headers }: TrialApp,
  given: { textLength: number; routes: number },
): Promise<EventLoopResult> {
  const result: EventLoopResult = {
    requests: 0,
    longestMs: 0,
    longestBy: '',
    serverErrors: [],
    isPolluted: false,
  };
  async function send(name: string, request: InjectOptions): Promise<void> {
    const watch = watchLoop();
    const reply = await app.http.inject(request);
    await new Promise((resolve) => setTimeout(resolve, 2));
    const heldMs = watch.stop();
    result.requests += 1;
    if (reply.statusCode >= 500)
      result.serverErrors.push(`${name}: ${reply.statusCode} ${reply.body.slice(0, 200)}`);
    if (heldMs > result.longestMs) Object.assign(result, { longestMs: heldMs, longestBy: name });
  }

  const json = { ...headers, 'content-type': 'application/json' };
  const routes = app.routes.filter(({ path }) => !path.includes('logout')).slice(0, given.routes);
  // What is compiled at its first use is not the attacker's doing.
  for (const route of routes) await app.http.inject({ method: route.method, url: addressOf(route), headers });
  const heavy = bodies();
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    const url = addressOf(route);
    const request = { method: route.method, headers: json };
    if (route.method !== 'GET' && route.multipart !== true) {
      for (const [what, payload] of heavy) await send(`${name} with ${what}`, { ...request, url, payload });
      for (const field of fieldsOf(route.body)) {
        for (const text of longTexts(given.textLength)) {
          const payload = JSON.stringify({ [field]: text });
          await send(`${name} with a long ${field}`, { ...request, url, payload });
        }
      }
    }
    for (const parameter of fieldsOf(route.query)) {
      for (const text of longTexts(7_000)) {
        const query = `?${parameter}=${encodeURIComponent(text).slice(0, 7_500)}`;
        await send(`${name}?${parameter}`, {
          method: route.method,
          url: url + query.replace(/%.?$/, ''),
          headers,
        });
      }
    }
  }
  for (const name of [
    'authorization',
    'cookie',
    'accept',
    'if-none-match',
    'if-match',
    'idempotency-key',
    'x-correlation-id',
    'x-forwarded-for',
    'origin',
    'content-type',
  ]) {
    for (const text of longTexts(12_000)) {
      await send(`header ${name}`, {
        method: 'POST',
        url: '/api/v1/runs',
        headers: { ...json, [name]: text },
        payload: '{"kind":"x"}',
      });
    }
  }
  result.isPolluted = 'polluted' in {};
  return result;
}

export function isPassed(result: EventLoopResult): boolean {
  return (
    result.requests > 0 && result.longestMs <= 100 && result.serverErrors.length === 0 && !result.isPolluted
  );
}

const addressOf = (route: Route) => `/api/v1${route.path.replaceAll(/:\w+/g, id)}`;

const fieldsOf = (shape: z.ZodType | undefined): string[] =>
  shape instanceof z.ZodObject ? Object.keys(shape.shape) : [];

/**
 * The longest time between two ticks that the thread spent computing. Time in
 * which the machine gave it no processor does not count: it is not the request's.
 */
function watchLoop(): { stop(): number } {
  const now = () => ({ wall: performance.now(), cpu: process.threadCpuUsage() });
  let last = now();
  let longest = 0;
  const look = () => {
    const { wall, cpu } = now();
    const computed = (cpu.user + cpu.system - last.cpu.user - last.cpu.system) / 1000;
    longest = Math.max(longest, Math.min(wall - last.wall, computed));
    last = { wall, cpu };
  };
  let isWatching = true;
  const tick = () => {
    look();
    if (isWatching) setImmediate(tick);
  };
  setImmediate(tick);
  return {
    stop() {
      isWatching = false;
      look();
      return longest;
    },
  };
}
