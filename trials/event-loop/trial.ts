import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { z } from 'zod';
import type { Route } from '../../packages/server/src/platform/http/route.ts';
import { endsSession, propertiesOf, withText } from '../../packages/server/test/attacks/positions.ts';
import { csvForm } from '../../packages/server/test/matrix/two-organizations.ts';
import { type Reached, watchRoutes } from '../../packages/server/test/reached.ts';
import type { TrialApp } from '../trial-app.ts';
import { watchLoop } from './held.ts';

export interface EventLoopResult {
  requests: number;
  reached: Reached;
  /** Requests sent again because the loop was held too long by them, or by the machine. */
  repeated: number;
  /** Longest time the event loop was held without a pause, in milliseconds, and with what. */
  longestMs: number;
  longestBy: string;
  serverErrors: string[];
  /** Whether a prototype was changed by anything that was sent. */
  isPolluted: boolean;
}

const id = '00000000-0000-4000-8000-000000000000';
const limitMs = 100;
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
  { app, orgId, headers: ownHeaders }: TrialApp,
  given: { textLength: number; routes: number },
): Promise<EventLoopResult> {
  const result: EventLoopResult = {
    requests: 0,
    reached: watchRoutes(app.routes),
    repeated: 0,
    longestMs: 0,
    longestBy: '',
    serverErrors: [],
    isPolluted: false,
  };
  const timed = async (request: InjectOptions): Promise<Timed> => {
    const watch = watchLoop();
    const reply = await app.http.inject(request);
    await new Promise((resolve) => setTimeout(resolve, 2));
    return { reply, heldMs: watch.stop() };
  };
  async function send(route: string, name: string, request: InjectOptions): Promise<void> {
    let { reply, heldMs } = await timed(request);
    // What a request costs it costs each time; a stutter of the machine is not of its doing.
    for (let again = 0; heldMs > limitMs && again < 4; again++) {
      result.repeated += 1;
      ({ reply, heldMs } = await leastOf({ reply, heldMs }, timed(request)));
    }
    result.requests += 1;
    result.reached.record(route, reply.statusCode);
    if (reply.statusCode >= 500)
      result.serverErrors.push(`${name}: ${reply.statusCode} ${reply.body.slice(0, 200)}`);
    if (heldMs > result.longestMs) Object.assign(result, { longestMs: heldMs, longestBy: name });
  }

  await sendHeaders({ ...ownHeaders, ...jsonType }, send);
  // Those that end the session come last, each with one of its own.
  const routes = [...app.routes]
    .sort((a, b) => Number(endsSession.test(nameOf(a))) - Number(endsSession.test(nameOf(b))))
    .slice(0, given.routes);
  const heavy = bodies();
  for (const route of routes) {
    const name = nameOf(route);
    const url = addressOf(route);
    const headers = async () =>
      endsSession.test(name)
        ? { authorization: `Bearer ${await app.identity.openTerminal(orgId, undefined)}` }
        : ownHeaders;
    const json = async () => ({ ...(await headers()), ...jsonType });
    const { method } = route;
    const example = (route.example?.body ?? {}) as object;
    // What is compiled at its first use is not the attacker's doing.
    const query = new URLSearchParams((route.example?.query ?? {}) as Record<string, string>);
    const usual = await app.http.inject({
      method,
      url: `${url}?${query}`,
      ...(method === 'GET' || route.multipart === true ? {} : { payload: example }),
      ...(route.multipart === true ? { payload: form('x') } : {}),
      headers: { ...(await headers()), ...(route.multipart === true ? formType : {}) },
    });
    result.reached.record(name, usual.statusCode);
    if (route.multipart === true) {
      for (const text of longTexts(given.textLength))
        await send(name, `${name} with a long cell`, {
          method,
          url,
          payload: form(text),
          headers: { ...formType, ...(await headers()) },
        });
    } else if (method !== 'GET') {
      for (const [what, payload] of heavy)
        await send(name, `${name} with ${what}`, { method, url, headers: await json(), payload });
      for (const path of propertiesOf(route.body)) {
        for (const text of longTexts(given.textLength)) {
          const payload = JSON.stringify(withText(example, path, text));
          await send(name, `${name} with a long ${path.join('.')}`, {
            method,
            url,
            headers: await json(),
            payload,
          });
        }
      }
    }
    for (const parameter of fieldsOf(route.query)) {
      for (const text of longTexts(7_000)) {
        const search = `?${parameter}=${encodeURIComponent(text).slice(0, 7_500)}`.replace(/%.?$/, '');
        await send(name, `${name}?${parameter}`, { method, url: url + search, headers: await headers() });
      }
    }
  }
  result.isPolluted = 'polluted' in {};
  return result;
}

interface Timed {
  reply: LightMyRequestResponse;
  heldMs: number;
}

async function leastOf(first: Timed, again: Promise<Timed>): Promise<Timed> {
  const second = await again;
  return second.heldMs < first.heldMs ? second : first;
}

/** Read by the same code for all routes. */
async function sendHeaders(
  json: Record<string, string>,
  send: (route: string, name: string, request: InjectOptions) => Promise<void>,
): Promise<void> {
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
      await send('POST /runs', `header ${name}`, {
        method: 'POST',
        url: '/api/v1/runs',
        headers: { ...json, [name]: text },
        payload: '{"kind":"x"}',
      });
    }
  }
}

const jsonType = { 'content-type': 'application/json' };

const formType = { 'content-type': 'multipart/form-data; boundary=x' };
const form = (text: string) => csvForm(`store_id,name,city,zone\nS8,${text},Nantes,north\n`);

export function isPassed(result: EventLoopResult): boolean {
  return (
    result.requests > 0 &&
    result.longestMs <= limitMs &&
    result.serverErrors.length === 0 &&
    !result.isPolluted
  );
}

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

/** With the parameters of its example where it has some: a form that fits gets further than one that does not. */
function addressOf(route: Route): string {
  const params = (route.example?.params ?? {}) as Record<string, unknown>;
  return `/api/v1${route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? id)))}`;
}

const fieldsOf = (shape: z.ZodType | undefined): string[] =>
  shape instanceof z.ZodObject ? Object.keys(shape.shape) : [];
