import type { ExampleCompany } from '../../test/contract/example-company.ts';
import type { LiveValues, Preparations } from '../../test/contract/examples.ts';

/** A browser's session of the owner, so that ending it ends nobody else's. */
async function ownersCookie({ app }: ExampleCompany): Promise<LiveValues> {
  const token = await app.identity.createSignInLink(app.orgId);
  const reply = await app.http.inject({ method: 'POST', url: '/api/v1/auth/link', payload: { token } });
  const cookie = String(reply.headers['set-cookie']).split(';')[0] ?? '';
  return { as: 'nobody', headers: { cookie, 'x-granary-client': 'web' } };
}

export const identityExamples: Preparations = {
  'POST /auth/link': async ({ app }) => ({
    as: 'nobody',
    body: { token: await app.identity.createSignInLink(app.orgId) },
  }),
  'POST /auth/login': async ({ app, ask }) => {
    const account = { name: 'Mira Lund', email: 'mira@greenleaf.example', password: 'rain on the harbour' };
    const headers = await app.as('planner');
    await ask({ method: 'PUT', url: '/api/v1/auth/account', payload: account, headers });
    return { as: 'nobody' };
  },
  'POST /auth/logout': ownersCookie,
  'PUT /auth/account': async () => ({ as: 'planner' }),
};
