import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { describeError } from './describe-error.ts';
import { createLog } from './log.ts';
import { openLogFile } from './log-file.ts';
import { maskFields, maskLine, maskText } from './mask.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog('debug', { write: (line) => void lines.push(line) }));
  for (const line of lines) JSON.parse(line);
  return lines.join('');
}

const canary = 'CANARY7';
const token = `${'0123456789abcdef'.repeat(2)}.${canary}${'x'.repeat(36)}`;
const email = `ana.${canary}@shop.example`;

describe('the log', () => {
  it.each<[string, (log: ReturnType<typeof createLog>) => void]>([
    ['a field', (log) => log.info({ password: canary }, 'x')],
    [
      'a field in depth',
      (log) => log.info({ a: { b: [{ c: { new_password: canary, refreshToken: canary } }] } }, 'x'),
    ],
    [
      'headers',
      (log) =>
        log.info(
          {
            req: {
              headers: { authorization: `Bearer ${canary}`, cookie: `s=${canary}`, 'x-api-key': canary },
            },
          },
          'x',
        ),
    ],
    ['a query string', (log) => log.info({ url: `/auth?reset_token=${canary}&x=1` }, 'x')],
    ['a message', (log) => log.info(`sign-in with password: ${canary} failed`)],
    ['a message with values', (log) => log.info('sign-in of %s', email)],
    ['an e-mail address', (log) => log.info({ to: email }, `sent to ${email}`)],
    ['an encoded e-mail address', (log) => log.info({ url: `/users?q=ana.${canary}%40shop.example` }, 'x')],
    ['a token in a text', (log) => log.info({ note: `link ${token} used` }, 'x')],
    ['a token in a message', (log) => log.warn(`link ${token} used`)],
    ['a web token', (log) => log.info({ note: `eyJhbGciOiJIUzI1NiJ9.${canary}aaaa.${canary}bbbb` }, 'x')],
    ['the password of an address', (log) => log.info({ url: `postgres://granary:${canary}@db/x` }, 'x')],
    ['an error', (log) => log.error({ err: new Error(`token=${canary} is wrong`) }, 'x')],
    [
      'a cause of an error',
      (log) => log.error({ err: new Error('outer', { cause: new Error(`no ${email}`) }) }, 'x'),
    ],
    [
      'an error among several',
      (log) => log.error({ err: new AggregateError([new Error(`no ${email}`)], 'all') }, 'x'),
    ],
    ['a child logger', (log) => log.child({ secret: canary, who: email }).info('x')],
    ['a map', (log) => log.info({ found: new Map([['api_key', canary]]) }, 'x')],
    [
      'a JSON text',
      (log) =>
        log.info({ body: JSON.stringify({ password: canary, a: JSON.stringify({ token: canary }) }) }, 'x'),
    ],
    ['a second factor', (log) => log.info({ uri: `otpauth://totp/x?secret=${canary}` }, 'x')],
  ])('holds no secret that came by %s', (_place, write) => {
    const text = logged(write);
    expect(text).not.toContain(canary);
    expect(text).toMatch(/\[(hidden|email|token|otpauth)\]/);
  });

  it('leaves out the values of rows that PostgreSQL puts into its errors', () => {
    const error = Object.assign(
      new pg.DatabaseError(`invalid input syntax for type uuid: "${canary}"`, 10, 'error'),
      {
        severity: 'ERROR',
        code: '22P02',
        routine: 'string_to_uuid',
        detail: `Key (name)=(${canary}) already exists.`,
        where: `unnamed portal parameter $1 = '${canary}'`,
        table: 'users',
        constraint: 'users_pkey',
      },
    );
    const text = logged((log) => log.error({ err: new Error('saving failed', { cause: error }) }, 'x'));
    expect(text).not.toContain(canary);
    expect(JSON.parse(text).err.cause).toMatchObject({
      code: '22P02',
      table: 'users',
      constraint: 'users_pkey',
    });
  });

  it('tells the chain of causes, outermost first, each with its code', () => {
    const inner = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const chain = describeError(
      new Error('mail failed', { cause: new TypeError('no socket', { cause: inner }) }),
    );
    expect([chain.message, chain.cause?.type, chain.cause?.cause?.code]).toEqual([
      'mail failed',
      'TypeError',
      'ECONNREFUSED',
    ]);
  });

  it('leaves plain things as they are', () => {
    const plain = {
      route: '/api/v1/runs/:run_id',
      status: 200,
      ms: 1.5,
      sku: 'PLA-002',
      has_password: true,
      token: null,
    };
    expect(maskFields(plain)).toEqual(plain);
    expect(maskText('3 of 48 units remain; the token is missing')).toBe(
      '3 of 48 units remain; the token is missing',
    );
  });

  it('stays one JSON object a line, whatever is written', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, message) => {
        const text = logged((log) => log.info({ value }, message.replaceAll('%', '')));
        expect(text).toMatch(/\n$/);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    'a'.repeat(200_000),
    'a.'.repeat(100_000),
    'eyJ'.repeat(60_000),
    '://a:'.repeat(40_000),
    'token='.repeat(30_000),
    `password${' '.repeat(100_000)}`,
  ])('masks long and odd texts without going back and forth in them (%#)', (text) => {
    // A pattern that backtracks would take minutes: the test's own limit ends it.
    expect(typeof maskText(text)).toBe('string');
    expect(typeof maskLine(text)).toBe('string');
  });
});

describe('the log file', () => {
  it('can be closed at once, and then holds what was written', async () => {
    for (let round = 0; round < 50; round++) {
      const folder = mkdtempSync(join(tmpdir(), 'granary-log-'));
      try {
        const file = openLogFile(join(folder, 'granary.log'));
        const log = createLog('info', file.destination);
        for (let line = 0; line < 20; line++) log.info({ text: 'x'.repeat(2_000) }, 'a line');
        if (round % 2 === 1) await new Promise((resolve) => file.destination.once('ready', resolve));
        log.info('last line');
        await file.close();
        expect(readFileSync(join(folder, 'granary.log'), 'utf8')).toMatch(/last line"}\n$/);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  });

  it('is put aside when it has grown, keeps so many, and loses no line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'granary-log-'));
    try {
      const path = join(folder, 'granary.log');
      const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
      const file = openLogFile(path, { maxBytes: 500, keepFiles: 3 });
      const log = createLog('info', file.destination);
      await new Promise((resolve) => file.destination.once('ready', resolve));
      for (let round = 0; round < 6; round++) {
        for (let line = 0; line < 10; line++) log.info({ number: round * 10 + line }, 'a line of the log');
        while ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < 500) await pause();
        file.turn();
      }
      while (!existsSync(path)) await pause();
      await file.close();
      expect(readdirSync(folder).sort()).toEqual([
        'granary.log',
        'granary.log.1',
        'granary.log.2',
        'granary.log.3',
      ]);
      const numbers = ['.3', '.2', '.1', '']
        .flatMap((end) =>
          readFileSync(join(folder, `granary.log${end}`), 'utf8')
            .trim()
            .split('\n'),
        )
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line).number);
      expect(numbers.length).toBeGreaterThanOrEqual(30);
      expect(numbers).toEqual(numbers.map((_, index) => 60 - numbers.length + index));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
