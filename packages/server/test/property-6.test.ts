import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../src/platform/log/log.ts';
import { payloads } from './attacks/corpus.ts';
import { type Credentials, createCredentials, credentialStates } from './attacks/credentials.ts';
import { type Position, positionsOf } from './attacks/positions.ts';
import { damage, readState, type State, strayFiles } from './attacks/state.ts';
import { tryPayload } from './attacks/try-payload.ts';
import { createTestDatabase, type TestDatabase } from './harness-database.ts';
import { foreignRows } from './matrix/judge.ts';
import { readMatrix } from './matrix/matrix-file.ts';
import { roles } from './matrix/sign-in.ts';
import { createTwoOrganizations, marks, type TwoOrganizations } from './matrix/two-organizations.ts';

const runs = 300;
const signInLimit = 25;
/** What each role may do comes from the published matrix, not from the routes' own declarations. */
const rows = new Map(readMatrix().map((row) => [row.route, row]));

const lines: string[] = [];
let database: TestDatabase;
let both: TwoOrganizations;
let credentials: Credentials;
let positions: Position[];
let before: { state: State; theirs: string[] };

/** Without what their own asking leaves: sessions remember when they were last used, and faults are counted. */
const theirRows = async () =>
  (await foreignRows(both)).filter(
    (row) => !/^(identity\.sessions|platform\.(change|error)_counts) /.test(row),
  );

beforeAll(async () => {
  database = await createTestDatabase();
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  both = await createTwoOrganizations(database, {}, log);
  credentials = await createCredentials(both);
  positions = positionsOf(both).filter(({ route }) => !/logout|^DELETE \/sessions/.test(route));
  before = { state: await readState(both), theirs: await theirRows() };
});
afterAll(async () => {
  await both.close();
  await database.close();
});

describe('Feature: expiryshield-backend, Property 6: security holds for any request', () => {
  it('protects every route, refuses rightly, and is not moved by what is sent', async () => {
    const request = fc.record({
      place: fc.nat(),
      payload: fc.constantFrom(...payloads),
      role: fc.constantFrom(...roles),
      // Half of the requests come from somebody who is signed in.
      state: fc.oneof(fc.constant('good' as const), fc.constantFrom(...credentialStates)),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ place, payload, role, state: drawn }) => {
        const position = positions[place % positions.length] as Position;
        // The other organization may change its own things; here it only looks.
        const isLooking = position.route.startsWith('GET ') || drawn !== 'of the other organization';
        const state = isLooking ? drawn : 'unknown';
        const row = rows.get(position.route);
        if (row === undefined) throw new Error(`${position.route} has no row in the matrix`);
        const headers = await credentials[state](role);
        const { status, body, hits } = await tryPayload(both, position, payload, headers);
        const asked = `${position.route}, ${position.name}, ${payload.kind} ${JSON.stringify(payload.text)}`;
        expect(hits, asked).toEqual([]);
        const code = body.startsWith('{') ? JSON.parse(body).error?.code : undefined;

        if (row.needs !== 'public' && state !== 'good' && state !== 'of the other organization') {
          // An address that cannot be read is refused before anybody asks who sent it.
          const isUnreadable = position.name.startsWith('path') && [400, 404, 414].includes(status);
          if (!isUnreadable) expect(status, `${asked} with a credential that is ${state}`).toBe(401);
        }
        if (state === 'good' && row.needs !== 'public' && row.needs !== 'signed-in') {
          const isRefused = row.status[role] === 403;
          // Through whose eyes one looks is judged before what they may see.
          const isViewAs = position.name === 'header x-granary-view-as';
          if (isRefused)
            expect([403, 400, 404, 414, ...(isViewAs ? [422] : [])], `${asked} as ${role}`).toContain(status);
          // The matrix is of two organizations: what is the whole installation's is neither's.
          if (isRefused && status === 403 && !isViewAs)
            expect(['permission_missing', 'installation_wide'], asked).toContain(code);
          // To look through somebody's eyes needs a permission of its own.
          if (!isRefused)
            expect(
              status === 401 || (code === 'permission_missing' && !isViewAs),
              `${asked} as ${role}`,
            ).toBe(false);
        }
        const hidden = state === 'of the other organization' ? marks.ours : marks.theirs;
        expect(body.includes(hidden), `${asked} shows the other organization's`).toBe(false);
      }),
      { numRuns: runs },
    );
  });

  it('leaves the schema, the rows and the files as they were, but for what was asked for', async () => {
    expect(damage(before.state, await readState(both))).toEqual([]);
    expect(await theirRows()).toEqual(before.theirs);
    expect(await strayFiles(both.folder, [both.ours.orgId, both.theirs.orgId])).toEqual([]);
  });

  it('writes no token, password or address of a person into the log', async () => {
    const secrets: string[] = [];
    for (const role of roles) secrets.push((await both.as(role)).authorization?.slice(7) ?? '');
    for (const state of ['signed out', 'expired', 'of the other organization'] as const)
      secrets.push((await credentials[state]('owner')).authorization?.slice(7) ?? '');
    expect(secrets.every((secret) => secret.length > 40)).toBe(true);
    expect(lines.length).toBeGreaterThan(runs);
    const written = lines.join('\n');
    expect(secrets.filter((secret) => written.includes(secret.slice(-40)))).toEqual([]);
    expect(written).not.toMatch(/not the password|a long enough password|nobody@example\.com/);
  });

  it('limits how often anybody may try to sign in, whatever the headers claim', async () => {
    const limited = await createTwoOrganizations(database, {
      GRANARY_LOGIN_ATTEMPTS_PER_MINUTE: String(signInLimit),
    });
    try {
      const statuses: number[] = [];
      const attempt = fc.record({
        email: fc.emailAddress(),
        address: fc.ipV4(),
        agent: fc.constantFrom(...payloads).map(({ text }) => text.replaceAll(/[^\x20-\x7e]/g, '')),
      });
      await fc.assert(
        fc.asyncProperty(attempt, async ({ email, address, agent }) => {
          const reply = await limited.app.http.inject({
            method: 'POST',
            url: '/api/v1/auth/login',
            headers: { 'x-forwarded-for': address, 'user-agent': agent.slice(0, 300) },
            payload: { email, password: 'a wrong password' },
          });
          statuses.push(reply.statusCode);
          if (reply.statusCode === 429) expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
        }),
        { numRuns: 4 * signInLimit },
      );
      expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(3 * signInLimit);
      expect(statuses.some((status) => status < 400 || status >= 500)).toBe(false);
    } finally {
      await limited.close();
    }
  });
});
