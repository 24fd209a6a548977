import type { TwoOrganizations } from '../matrix/two-organizations.ts';
import type { Write } from './writes.ts';

const change = ['before', 'after'] as const;
const addition = ['after'] as const;
const password = 'Long enough, 1 password!';
let made = 0;

/** What a change below speaks of, made through the API by the owner. */
async function make<Reply>(both: TwoOrganizations, path: string, payload: object): Promise<Reply> {
  const headers = await both.as('owner', 'new');
  const reply = await both.app.http.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload });
  if (reply.statusCode >= 300) throw new Error(`${path}: ${reply.body}`);
  return reply.json() as Reply;
}

const email = () => `somebody-${made++}@example.com`;
const newPerson = () => ({ name: 'Somebody', email: email(), role: 'viewer', password });
const hire = async (both: TwoOrganizations) => {
  const { user_id } = await make<{ user_id: string }>(both, '/users', newPerson());
  return { params: { user_id } };
};
const invite = (both: TwoOrganizations) =>
  make<{ invitation_id: string; link: string }>(both, '/invitations', { email: email(), role: 'viewer' });
const newRole = () => ({ role_id: `role_${made++}`, name: 'Reader', permissions: ['catalog.read'] });
const makeRole = async (both: TwoOrganizations) => {
  const { role_id } = await make<{ role_id: string }>(both, '/roles', newRole());
  return { params: { role_id } };
};

/** People, invitations, roles and the organization. */
export const peopleWrites: Record<string, Write> = {
  'POST /users': { verb: 'created', tells: addition, request: () => ({ body: newPerson() }) },
  'PATCH /users/:user_id': {
    verb: 'changed',
    tells: change,
    request: async (both) => ({ ...(await hire(both)), body: { role: 'planner', version: 1 } }),
  },
  'PATCH /users': {
    verb: 'changed',
    tells: change,
    request: async (both) => ({
      body: { items: [{ ...(await hire(both)).params, role: 'planner', version: 1 }] },
    }),
  },
  'POST /users/deactivate': {
    verb: 'deactivated',
    request: async (both) => ({ body: { items: [(await hire(both)).params] } }),
  },
  'POST /users/reactivate': {
    verb: 'reactivated',
    request: async (both) => {
      const { params } = await hire(both);
      await make(both, '/users/deactivate', { items: [params] });
      return { body: { items: [params] } };
    },
  },
  'POST /invitations/batch': {
    verb: 'invited',
    tells: addition,
    request: () => ({ body: { items: [{ email: email(), role: 'viewer' }] } }),
  },
  'POST /users/:user_id/deactivate': { verb: 'deactivated', request: hire },
  'POST /users/:user_id/reactivate': {
    verb: 'reactivated',
    request: async (both) => {
      const { params } = await hire(both);
      await make(both, `/users/${params.user_id}/deactivate`, {});
      return { params };
    },
  },
  'POST /invitations': {
    verb: 'invited',
    tells: addition,
    request: () => ({ body: { email: email(), role: 'viewer' } }),
  },
  'DELETE /invitations/:invitation_id': {
    verb: 'withdrawn',
    request: async (both) => ({ params: { invitation_id: (await invite(both)).invitation_id } }),
  },
  'POST /auth/invitation': {
    verb: 'accepted',
    isPublic: true,
    request: async (both) => ({
      body: { token: (await invite(both)).link.split('#')[1], name: 'Guest', password },
    }),
  },
  'POST /roles': { verb: 'created', tells: addition, request: () => ({ body: newRole() }) },
  'PUT /roles/:role_id': {
    verb: 'changed',
    tells: change,
    request: async (both) => ({
      ...(await makeRole(both)),
      body: { name: 'Reader', permissions: [], version: 1 },
    }),
  },
  'DELETE /roles/:role_id': { verb: 'removed', tells: ['before'], request: makeRole },
  'PATCH /organization': {
    verb: 'changed',
    tells: change,
    request: () => ({ body: { name: 'Renamed', version: 1 } }),
  },
};
