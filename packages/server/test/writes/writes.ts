import { sql } from 'kysely';
import { insertUser } from '../../src/identity/queries.ts';
import {
  signIn as askSignIn,
  newcomer,
  phoneWith,
  setUpAuthenticator,
} from '../../src/identity/test-people.ts';
import type { Tx } from '../../src/platform/database/index.ts';
import type { Role } from '../matrix/sign-in.ts';
import { csvForm, type TwoOrganizations } from '../matrix/two-organizations.ts';
import { peopleWrites } from './people.ts';
import { planningWrites } from './planning.ts';

interface Request {
  params?: Record<string, string | number>;
  body?: object;
  /** A multipart form with the boundary `x`. */
  form?: string;
  headers?: Record<string, string>;
}

interface Sent {
  /** A good request of our own organization; without it the address alone is sent. */
  request?(both: TwoOrganizations): Promise<Request> | Request;
  /** Sent without credentials. */
  isPublic?: true;
  /** It may end the session it is sent with, which is therefore one of its own. */
  ownSession?: true;
}

/** What a route leaves in the trail: an entry with this verb, or nothing, and why that is right. */
export type Write = Sent & ({ verb: string; tells?: readonly ('before' | 'after')[] } | { nothing: string });

const within = <Result>({ inOrganization, ours }: TwoOrganizations, work: (tx: Tx) => Promise<Result>) =>
  inOrganization(ours.orgId, work);

/** Gives the person of this role an account, and signs them in with it. */
async function signIn({ app, as }: TwoOrganizations, role: Role) {
  const account = { email: `${role}-${accounts++}@example.com`, password: 'Long enough, 1 password!' };
  const saved = await app.http.inject({
    method: 'PUT',
    url: '/api/v1/auth/account',
    headers: await as(role, 'new'),
    payload: { ...account, name: `The ${role}` },
  });
  if (saved.statusCode !== 200) throw new Error(`no account: ${saved.body}`);
  const reply = await app.http.inject({ method: 'POST', url: '/api/v1/auth/login', payload: account });
  return { ...account, reply: reply.json() as { access_token: string; refresh_token: string } };
}

/** A session more of the person of this role. */
async function newSession(both: TwoOrganizations, role: Role): Promise<string> {
  await both.as(role, 'new');
  return within(both, async (tx) => {
    const found = await sql<{ session_id: string }>`
      select session_id from identity.sessions
      where user_id = ${both.ours.users[role]} and revoked_at is null order by created_at desc limit 1`.execute(
      tx,
    );
    return found.rows[0]?.session_id ?? '';
  });
}

let accounts = 1;

const change = ['before', 'after'] as const;
const addition = ['after'] as const;

export const writes: Record<string, Write> = {
  ...peopleWrites,
  ...planningWrites,
  'POST /actions/generate': { verb: 'requested', tells: addition },
  'POST /risk/refresh': { verb: 'requested', tells: addition },
  'POST /runs': { verb: 'requested', tells: addition, request: () => ({ body: { kind: 'nightly' } }) },
  'POST /runs/:run_id/cancel': {
    verb: 'cancel_asked',
    request: async (both) => ({
      params: {
        run_id: await within(both, async (tx) => {
          const queued = await sql<{ run_id: string }>`
            insert into platform.runs (org_id, kind) values (${tx.orgId}, 'forecast') returning run_id`.execute(
            tx,
          );
          return queued.rows[0]?.run_id ?? '';
        }),
      },
    }),
  },
  'POST /notices/:notice_id/acknowledge': {
    verb: 'acknowledged',
    tells: addition,
    request: async (both) => ({
      params: {
        notice_id: await within(both, async (tx) => {
          const opened = await sql<{ notice_id: string }>`
            insert into platform.notices (org_id, kind, fingerprint, message, count, first_at, last_at)
            values (${tx.orgId}, 'run', 'for the test', 'It failed.', 1, now(), now()) returning notice_id`.execute(
            tx,
          );
          return opened.rows[0]?.notice_id ?? '';
        }),
      },
    }),
  },
  'DELETE /blocked-addresses/:address': {
    verb: 'unblocked',
    request: async ({ app, as }) => {
      const address = '203.0.113.9';
      await sql`
        insert into identity.blocked_addresses (address, reason, blocked_at, blocked_until)
        values (${address}, 'scanning', now(), now() + interval '1 hour')`.execute(
        app.platform.database.kysely,
      );
      return { params: { address }, headers: await as('operator') };
    },
  },
  'PUT /expiry/rules': { verb: 'changed', tells: change, request: () => ({ body: { high_risk_score: 71 } }) },
  'POST /forecasts/generate': {
    verb: 'generated',
    tells: addition,
    request: () => ({ body: { sku_ids: ['MILK'], horizon: 1, frequency: 'weekly' } }),
  },
  'POST /forecasts/backtest': {
    nothing: 'it calculates and changes nothing',
    request: () => ({ body: { sku_id: 'MILK', horizon: 1, origins: 1 } }),
  },
  'POST /upload': {
    verb: 'uploaded',
    tells: addition,
    request: () => ({ form: csvForm('store_id,name,city,zone\nS9,Tenth,Nantes,north\n') }),
  },
  'POST /auth/link': {
    verb: 'signed_in',
    tells: addition,
    isPublic: true,
    request: async ({ app, ours }) => ({ body: { token: await app.identity.createSignInLink(ours.orgId) } }),
  },
  'POST /auth/links': { verb: 'link_made', tells: addition },
  'PUT /auth/account': {
    verb: 'account_set',
    tells: change,
    request: () => ({
      body: { name: 'Owner again', email: 'owner-again@example.com', password: 'Long enough, 1 password!' },
    }),
  },
  'POST /auth/login': {
    verb: 'signed_in',
    tells: addition,
    isPublic: true,
    request: async (both) => {
      const { email, password } = await signIn(both, 'planner');
      return { body: { email, password } };
    },
  },
  'POST /auth/refresh': {
    nothing: 'the session goes on as before; a token that comes twice is told as session_ended',
    isPublic: true,
    request: async (both) => {
      const { reply } = await signIn(both, 'analyst');
      return { body: { refresh_token: reply.refresh_token } };
    },
  },
  'PUT /auth/password': {
    verb: 'password_changed',
    request: async (both) => {
      const { reply, password } = await signIn(both, 'viewer');
      return {
        headers: { authorization: `Bearer ${reply.access_token}` },
        body: { current_password: password, new_password: 'Another long, 2 password!' },
      };
    },
  },
  'POST /auth/logout': { verb: 'session_ended', tells: addition, ownSession: true },
  'POST /auth/logout-everywhere': {
    verb: 'session_ended',
    tells: addition,
    request: async (both) => {
      const { reply } = await signIn(both, 'supplier');
      return { headers: { authorization: `Bearer ${reply.access_token}` } };
    },
  },
  'DELETE /sessions/:session_id': {
    verb: 'session_ended',
    tells: addition,
    request: async (both) => ({ params: { session_id: await newSession(both, 'owner') } }),
  },
  'DELETE /users/:user_id/sessions': {
    verb: 'session_ended',
    tells: addition,
    request: async (both) => {
      await signIn(both, 'store_manager');
      return { params: { user_id: both.ours.users.store_manager } };
    },
  },
  'DELETE /users/:user_id/sessions/:session_id': {
    verb: 'session_ended',
    tells: addition,
    request: async (both) => ({
      params: { user_id: both.ours.users.planner, session_id: await newSession(both, 'planner') },
    }),
  },
  'POST /auth/second-factor': {
    verb: 'signed_in',
    tells: addition,
    isPublic: true,
    request: async ({ app, ours }) => {
      const person = await newcomer(app, ours.orgId);
      const phone = await setUpAuthenticator(app, person);
      const { challenge_token } = await askSignIn(app, person);
      return { body: { challenge_token, code: phone.code() } };
    },
  },
  'POST /auth/second-factor/enrolment': {
    nothing: 'nothing is in force until it is confirmed',
    request: async ({ app, ours }) => ({ headers: (await newcomer(app, ours.orgId)).headers }),
  },
  'POST /auth/second-factor/enrolment/confirm': {
    verb: 'second_factor_set',
    request: async ({ app, ours }) => {
      const { headers, password } = await newcomer(app, ours.orgId);
      const url = '/api/v1/auth/second-factor/enrolment';
      const { secret } = (await app.http.inject({ method: 'POST', url, headers })).json();
      return { headers, body: { code: phoneWith(secret, app.platform.clock)(), password } };
    },
  },
  'POST /auth/second-factor/recovery-codes': {
    verb: 'recovery_codes_renewed',
    request: async ({ app, ours }) => {
      const person = await newcomer(app, ours.orgId);
      await setUpAuthenticator(app, person);
      return { headers: person.headers, body: { password: person.password } };
    },
  },
  'DELETE /auth/second-factor': {
    verb: 'second_factor_removed',
    request: async ({ app, ours }) => {
      const person = await newcomer(app, ours.orgId);
      await setUpAuthenticator(app, person);
      return { headers: person.headers, body: { password: person.password } };
    },
  },
  'DELETE /users/:user_id/second-factor': {
    verb: 'second_factor_removed',
    request: async ({ app, ours }) => {
      const person = await newcomer(app, ours.orgId);
      await setUpAuthenticator(app, person);
      return { params: { user_id: person.userId } };
    },
  },
  'POST /auth/password-reset': {
    nothing: 'whether somebody has the address is not told; what follows is told by the reset itself',
    isPublic: true,
    request: () => ({ body: { email: 'somebody@example.com' } }),
  },
  'POST /auth/password-reset/confirm': {
    verb: 'password_reset',
    isPublic: true,
    request: async (both) => {
      const { userId } = await newcomer(both.app, both.ours.orgId);
      const url = `/api/v1/users/${userId}/password-reset`;
      const headers = await both.as('owner');
      const { link } = (await both.app.http.inject({ method: 'POST', url, headers })).json();
      return { body: { token: String(link).split('#')[1], new_password: 'Another long, 2 password!' } };
    },
  },
  'POST /users/:user_id/password-reset': {
    verb: 'password_reset_link_made',
    tells: addition,
    request: async ({ app, ours }) => ({
      params: { user_id: (await newcomer(app, ours.orgId)).userId },
    }),
  },
  'POST /users/:user_id/unlock': {
    verb: 'unlocked',
    request: ({ ours }) => ({ params: { user_id: ours.users.viewer } }),
  },
  'POST /tokens': {
    verb: 'token_made',
    tells: addition,
    request: () => ({ body: { name: 'Till', permissions: ['ingest.write'], expires_in_days: 30 } }),
  },
  'DELETE /tokens/:token_id': {
    verb: 'token_revoked',
    tells: ['before'],
    request: async (both) => {
      const reply = await both.app.http.inject({
        method: 'POST',
        url: '/api/v1/tokens',
        headers: await both.as('owner'),
        payload: { name: 'Till', permissions: ['ingest.write'], expires_in_days: 30 },
      });
      return { params: { token_id: reply.json().token_id } };
    },
  },
  'POST /users/:user_id/erasure': {
    verb: 'erased',
    tells: addition,
    request: async (both) => ({
      params: {
        user_id: await within(both, async (tx) => (await insertUser(tx, 'Leaver', 'viewer')).user_id),
      },
    }),
  },
};
