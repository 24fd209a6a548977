import { sql } from 'kysely';
import { blockAddress } from '../../src/identity/protection/queries.ts';
import { insertUser } from '../../src/identity/queries.ts';
import { openTestSession } from '../../src/identity/sessions/test-session.ts';
import { openInvitation } from './invitation.ts';
import { csvForm, type Ids, type TwoOrganizations } from './two-organizations.ts';

/** What is sent to one route of the matrix; the rest of the address comes from the route itself. */
export interface MatrixRequest {
  params?: Record<string, string | number>;
  query?: string;
  body?: object;
  /** A multipart form with the boundary `x`. */
  form?: string;
  headers?: Record<string, string>;
  /** It may end the session it is sent with, which is therefore one of its own. */
  ownSession?: boolean;
}

/**
 * A request for each route, with the ids of one organization: our own, or the
 * other's. It is sent by every role in turn, so it leaves things as they are
 * or makes what it changes itself. A route that is not here is asked with its
 * address alone.
 */
export type RequestMaker = (ids: Ids, both: TwoOrganizations) => MatrixRequest | Promise<MatrixRequest>;

const action = ({ action_id }: Ids) => ({ action_id });
const upload = ({ upload_id }: Ids): MatrixRequest => ({ params: { upload_id } });
let sent = 0;
/** A session of the organization's viewer: a new one of our own, or one that the other organization has. */
async function viewersSession(ids: Ids, { ours, inOrganization }: TwoOrganizations): Promise<string> {
  return inOrganization(ids.orgId, async (tx) => {
    if (ids === ours) await openTestSession(tx, ids.users.viewer);
    const found = await sql<{ session_id: string }>`
      select session_id from identity.sessions where user_id = ${ids.users.viewer}
      order by created_at desc, session_id limit 1`.execute(tx);
    return found.rows[0]?.session_id ?? '';
  });
}
const password = 'Long-enough-1';

export const requests: Record<string, RequestMaker> = {
  // Decisions on a version that is past: the action is found, and nothing is decided.
  'GET /actions/:action_id': (ids) => ({ params: action(ids) }),
  'POST /actions/approve': (ids) => ({ body: { items: [{ ...action(ids), version: 999 }] } }),
  'POST /actions/reject': (ids) => ({
    body: { items: [{ ...action(ids), version: 999, reason: 'too late' }] },
  }),
  'POST /actions/complete': (ids) => ({
    body: { items: [{ ...action(ids), version: 999, recovered_value: 1, cleared_units: 1 }] },
  }),
  'POST /actions/:action_id/approve': (ids) => ({ params: action(ids), body: { version: 999 } }),
  'POST /actions/:action_id/reject': (ids) => ({
    params: action(ids),
    body: { version: 999, reason: 'too late' },
  }),
  'POST /actions/:action_id/complete': (ids) => ({
    params: action(ids),
    body: { version: 999, recovered_value: 1, cleared_units: 1 },
  }),
  'GET /items/:sku_id': () => ({ params: { sku_id: 'MILK' } }),
  'GET /stores/:store_id': () => ({ params: { store_id: 'S1' } }),
  'PATCH /items/:sku_id': () => ({ params: { sku_id: 'MILK' }, body: { version: 999 } }),
  'PATCH /stores/:store_id': () => ({ params: { store_id: 'S1' }, body: { version: 999 } }),
  'PATCH /items': () => ({ body: { items: [{ sku_id: 'MILK', version: 999 }] } }),
  'PATCH /stores': () => ({ body: { items: [{ store_id: 'S1', version: 999 }] } }),
  'PUT /expiry/rules': () => ({ body: { high_risk_score: 70 } }),
  'POST /forecasts/generate': () => ({ body: { sku_ids: ['MILK'], horizon: 1, frequency: 'weekly' } }),
  'POST /forecasts/backtest': () => ({ body: { sku_id: 'MILK', horizon: 1, origins: 1 } }),
  'GET /forecasts/:forecast_id': ({ forecast_id }) => ({ params: { forecast_id } }),
  // Blocked anew for each: the addresses belong to the installation, not to an organization.
  'DELETE /blocked-addresses/:address': async (_ids, { app }) => {
    const address = `203.0.113.${sent++ % 250}`;
    await blockAddress(app.platform.database, {
      address,
      reason: 'scanning',
      minutes: 15,
      mostMinutes: 60,
      at: new Date(),
    });
    return { params: { address } };
  },
  'POST /notices/:notice_id/acknowledge': ({ notice_id }) => ({ params: { notice_id } }),
  'GET /runs/:run_id': ({ run_id }) => ({ params: { run_id } }),
  'POST /runs': () => ({ body: { kind: 'nightly' } }),
  'POST /runs/:run_id/cancel': ({ run_id }) => ({ params: { run_id } }),
  'GET /series/:store_id/:sku_id': () => ({ params: { store_id: 'S1', sku_id: 'MILK' } }),
  'POST /upload': () => ({ form: csvForm(`store_id,name,city,zone\nS9,number ${sent++},Nantes,north\n`) }),
  'GET /upload/:upload_id/status': upload,
  'GET /upload/:upload_id/report': upload,
  'GET /upload/:upload_id/file': upload,
  'GET /upload/:upload_id/rejected.csv': upload,
  'POST /auth/logout': () => ({ ownSession: true }),
  'POST /auth/link': () => ({ body: { token: 'unknown' } }),
  'POST /auth/login': () => ({
    // Another each time: failures of one are slowed down.
    body: { email: `nobody-${sent++}@example.com`, password: 'not the password' },
  }),
  'POST /auth/second-factor': () => ({ body: { challenge_token: 'unknown', code: '123456' } }),
  'POST /auth/second-factor/enrolment/confirm': () => ({ body: { code: '000000' } }),
  'POST /auth/second-factor/recovery-codes': () => ({ body: { password } }),
  'DELETE /auth/second-factor': () => ({ body: { password } }),
  'DELETE /users/:user_id/second-factor': ({ users }) => ({ params: { user_id: users.viewer } }),
  'POST /auth/password-reset': () => ({ body: { email: `nobody-${sent++}@example.com` } }),
  'POST /auth/password-reset/confirm': () => ({ body: { token: 'unknown', new_password: password } }),
  'POST /users/:user_id/password-reset': ({ users }) => ({ params: { user_id: users.viewer } }),
  'POST /users/:user_id/unlock': ({ users }) => ({ params: { user_id: users.viewer } }),
  'POST /tokens': () => ({
    body: { name: 'Till', permissions: ['catalog.read'], expires_in_days: 30 },
  }),
  // One of the owner's own that was made for it; of the others, one that is there.
  'DELETE /tokens/:token_id': async (ids, { app, as, ours }) => {
    if (ids.orgId !== ours.orgId) return { params: { token_id: ids.token_id } };
    const made = await app.http.inject({
      method: 'POST',
      url: '/api/v1/tokens',
      headers: await as('owner'),
      payload: { name: `Till ${sent++}`, permissions: ['catalog.read'], expires_in_days: 1 },
    });
    return { params: { token_id: made.json().token_id } };
  },
  'GET /users/:user_id/personal-data': ({ users }) => ({ params: { user_id: users.viewer } }),
  // Somebody of our own who was added for it; of the others, somebody who is there.
  'POST /users/:user_id/erasure': async (ids, { ours, inOrganization }) => ({
    params: {
      user_id:
        ids.orgId === ours.orgId
          ? await inOrganization(ids.orgId, async (tx) => (await insertUser(tx, 'Leaver', 'viewer')).user_id)
          : ids.users.viewer,
    },
  }),
  // Versions that are past and things that are in use: found, and left as they are.
  'GET /users/:user_id': ({ users }) => ({ params: { user_id: users.viewer } }),
  'POST /users': () => ({
    body: { name: 'Newcomer', email: `new-${sent++}@example.com`, role: 'viewer', password },
  }),
  'PATCH /users/:user_id': ({ users }) => ({
    params: { user_id: users.viewer },
    body: { name: 'Other', version: 999 },
  }),
  'PATCH /users': ({ users }) => ({
    body: { items: [{ user_id: users.viewer, name: 'Other', version: 999 }] },
  }),
  'POST /users/deactivate': ({ users }) => ({ body: { items: [{ user_id: users.viewer, version: 999 }] } }),
  'POST /users/reactivate': ({ users }) => ({ body: { items: [{ user_id: users.viewer, version: 999 }] } }),
  'POST /invitations/batch': () => ({
    body: { items: [{ email: `guest-${sent++}@example.com`, role: 'viewer' }] },
  }),
  'POST /users/:user_id/deactivate': ({ users }) => ({
    params: { user_id: users.viewer },
    headers: { 'if-match': '"999"' },
  }),
  'POST /users/:user_id/reactivate': ({ users }) => ({
    params: { user_id: users.viewer },
    headers: { 'if-match': '"999"' },
  }),
  'POST /invitations': () => ({ body: { email: `guest-${sent++}@example.com`, role: 'viewer' } }),
  // One of our own that was made for it; of the others, one that is there.
  'DELETE /invitations/:invitation_id': async (ids, { ours, inOrganization }) => ({
    params: {
      invitation_id:
        ids.orgId === ours.orgId
          ? await inOrganization(ids.orgId, (tx) => openInvitation(tx, `open-${sent++}@example.com`))
          : ids.invitation_id,
    },
  }),
  'POST /auth/invitation': () => ({ body: { token: 'unknown', name: 'Nobody', password } }),
  'GET /roles/:role_id': ({ role_id }) => ({ params: { role_id } }),
  'POST /roles': () => ({
    body: { role_id: `role_${sent++}`, name: 'Reader', permissions: ['catalog.read'] },
  }),
  'PUT /roles/:role_id': ({ role_id }) => ({
    params: { role_id },
    body: { name: 'Planner', permissions: [], version: 999 },
  }),
  'DELETE /roles/:role_id': (ids, { ours }) => ({
    params: { role_id: ids.orgId === ours.orgId ? 'viewer' : ids.role_id },
  }),
  'PATCH /organization': () => ({ body: { name: 'Other', version: 999 } }),
  'PUT /auth/account': () => ({
    body: { name: 'Somebody', email: `person-${sent++}@example.com`, password, current_password: password },
  }),
  'PUT /auth/password': () => ({ body: { current_password: password, new_password: password } }),
  'POST /auth/refresh': () => ({ body: { refresh_token: 'unknown' } }),
  'POST /auth/logout-everywhere': () => ({ ownSession: true }),
  'GET /users/:user_id/sessions': ({ users }) => ({ params: { user_id: users.viewer } }),
  'DELETE /users/:user_id/sessions': ({ users }) => ({ params: { user_id: users.viewer } }),
  'DELETE /users/:user_id/sessions/:session_id': async (ids, both) => ({
    params: { user_id: ids.users.viewer, session_id: await viewersSession(ids, both) },
  }),
  // Of our own it is another person's, which is as if there were none.
  'DELETE /sessions/:session_id': async (ids, both) => ({
    params: { session_id: await viewersSession(ids, both) },
    ownSession: true,
  }),
};
