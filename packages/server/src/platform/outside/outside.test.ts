import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutside, OutsideUnavailable } from './outside.ts';

/** A service outside that really listens, and does what it is told. */
let behaviour: 'answers' | 'fails' | 'hangs' | 'refuses';
let calls: number;
let server: Server;

beforeEach(async () => {
  calls = 0;
  behaviour = 'answers';
  server = createServer((_request, response) => {
    calls += 1;
    if (behaviour === 'hangs') return;
    response.statusCode = behaviour === 'fails' ? 500 : behaviour === 'refuses' ? 422 : 200;
    response.end('done');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

class Refused extends Error {}

async function ask(signal: AbortSignal): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, { signal });
  if (response.status === 422) throw new Refused('not this one');
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.text();
}

const open = (more = {}) => {
  const outside = createOutside(pino({ level: 'silent' }));
  const service = outside.service({
    name: 'mail',
    timeoutMs: 150,
    attempts: 1,
    openAfter: 3,
    probeAfterMs: 200,
    isAnswer: (error) => error instanceof Refused,
    ...more,
  });
  const states: string[] = [];
  outside.onChange((_name, state) => states.push(state));
  return { outside, service, states, call: () => service.call(ask) };
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a service outside', () => {
  it('that fails is left alone after the limit, and used again when a probe succeeds', async () => {
    const { outside, service, states, call } = open();
    behaviour = 'fails';
    for (let round = 0; round < 3; round++) await expect(call()).rejects.toThrow(OutsideUnavailable);
    expect([calls, service.state]).toEqual([3, 'open']);
    await expect(call()).rejects.toThrow(/mail is not available: it failed several times in a row/);
    expect(calls).toBe(3);
    expect(outside.figures()).toMatchObject([
      { name: 'mail', state: 'open', successes: 0, failures: 3, refused: 1 },
    ]);

    await pause(220);
    await expect(call()).rejects.toThrow(/status 500/);
    expect([calls, service.state]).toEqual([4, 'open']);
    await pause(220);
    behaviour = 'answers';
    expect(await call()).toBe('done');
    expect(states).toEqual(['open', 'half_open', 'open', 'half_open', 'closed']);
  });

  it('that hangs is cut off in its time, with a sentence that says so', async () => {
    const { call } = open();
    behaviour = 'hangs';
    const began = performance.now();
    await expect(call()).rejects.toThrow('mail is not available: it did not answer within 0.15 s');
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('that fails once is tried again', async () => {
    const { call } = open({ attempts: 3 });
    behaviour = 'fails';
    const turn = setInterval(() => {
      if (calls > 0) behaviour = 'answers';
    }, 1);
    expect(await call()).toBe('done');
    clearInterval(turn);
    expect(calls).toBeGreaterThan(1);
  });

  it('that refuses what was asked is healthy: the refusal is passed on, not retried, not counted', async () => {
    const { outside, service, call } = open({ attempts: 3 });
    behaviour = 'refuses';
    for (let round = 0; round < 5; round++) await expect(call()).rejects.toThrow(Refused);
    expect([calls, service.state]).toEqual([5, 'closed']);
    expect(outside.figures()).toMatchObject([{ successes: 5, failures: 0 }]);
  });

  it.each(['fails', 'hangs'] as const)(
    'that %s can be done without: the fallback answers, marked, with one warning',
    async (how) => {
      const warnings: string[] = [];
      const log = pino(
        { level: 'warn' },
        { write: (line: string) => void warnings.push(JSON.parse(line).msg) },
      );
      const service = createOutside(log).service({ name: 'model', attempts: 1, timeoutMs: 150 });
      behaviour = how;
      expect(await service.callOr(ask, () => 'by rules')).toEqual({ result: 'by rules', source: 'fallback' });
      expect(warnings).toEqual(['an outside service failed; done without it']);
      behaviour = 'answers';
      expect(await service.callOr(ask, () => 'by rules')).toEqual({ result: 'done', source: 'service' });
    },
  );

  it('that answers what cannot be used can be done without', async () => {
    const { service } = open();
    const garbage = async (signal: AbortSignal) =>
      Number.parseInt(await ask(signal), 10) || Promise.reject(new Error('no number'));
    expect(await service.callOr(garbage, () => 7)).toEqual({ result: 7, source: 'fallback' });
  });

  it('has a name of its own', () => {
    const { outside } = open();
    expect(() => outside.service({ name: 'mail' })).toThrow('two outside services are named mail');
  });
});
