import type { ExampleCompany } from '../../../test/contract/example-company.ts';
import type { LiveValues, Preparations } from '../../../test/contract/examples.ts';

let made = 0;

/** Somebody new, whom nobody else's example needs. */
async function somebody({ ask }: ExampleCompany): Promise<LiveValues> {
  made += 1;
  const payload = {
    name: `Person ${made}`,
    email: `person-${made}@greenleaf.example`,
    role: 'planner',
    password: 'Rain-on-the-harbour-7',
  };
  const { user_id } = await ask<{ user_id: string }>({ method: 'POST', url: '/api/v1/users', payload });
  return { params: { user_id } };
}

async function invited({ ask }: ExampleCompany) {
  made += 1;
  return ask<{ invitation_id: string; link: string }>({
    method: 'POST',
    url: '/api/v1/invitations',
    payload: { email: `guest-${made}@greenleaf.example`, role: 'viewer' },
  });
}

async function ownRole({ ask }: ExampleCompany): Promise<LiveValues> {
  made += 1;
  const payload = { role_id: `role_${made}`, name: `Role ${made}`, permissions: ['actions.read'] };
  await ask({ method: 'POST', url: '/api/v1/roles', payload });
  return { params: { role_id: payload.role_id } };
}

export const peopleExamples: Preparations = {
  'POST /users': async () => ({ body: { email: `person-${++made}@greenleaf.example` } }),
  'GET /users/:user_id': somebody,
  'PATCH /users/:user_id': somebody,
  'PATCH /users': async (company) => {
    const { params } = await somebody(company);
    return { body: { items: [{ ...params, role: 'viewer', version: 1 }] } };
  },
  'POST /users/deactivate': async (company) => ({ body: { items: [(await somebody(company)).params] } }),
  'POST /users/reactivate': async (company) => ({ body: { items: [(await somebody(company)).params] } }),
  'POST /users/:user_id/deactivate': somebody,
  'POST /users/:user_id/reactivate': somebody,
  'DELETE /invitations/:invitation_id': async (company) => {
    const { invitation_id } = await invited(company);
    return { params: { invitation_id } };
  },
  'POST /auth/invitation': async (company) => {
    const { link } = await invited(company);
    return { as: 'nobody', body: { token: link.split('#')[1] } };
  },
  'POST /roles': async () => ({ body: { role_id: `night_planner_${++made}` } }),
  'PUT /roles/:role_id': ownRole,
  'DELETE /roles/:role_id': ownRole,
  'PATCH /organization': async ({ ask }) => {
    const { version } = await ask<{ version: number }>({ url: '/api/v1/organization' });
    return { body: { version } };
  },
};
