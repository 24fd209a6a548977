import { sql } from 'kysely';
import type { Role } from '../matrix/sign-in.ts';
import { signInAs } from '../matrix/sign-in.ts';
import type { TwoOrganizations } from '../matrix/two-organizations.ts';

/** In which state the credential of a request is. Only `good` and `of the other organization` let anybody in. */
export const credentialStates = [
  'good',
  'missing',
  'malformed',
  'unknown',
  'of another scheme',
  'altered',
  'signed out',
  'expired',
  'of a deactivated person',
  'of the other organization',
] as const;
export type CredentialState = (typeof credentialStates)[number];

export type Credentials = Record<CredentialState, (role: Role) => Promise<Record<string, string>>>;

/** Headers for each state. Sessions that are ended are made once, for a person of their own. */
export async function createCredentials(both: TwoOrganizations): Promise<Credentials> {
  const { app, ours, theirs } = both;
  const { database } = app.platform;
  const person = async () => {
    const { rows } = await both.inOrganization(ours.orgId, (tx) =>
      sql<{ user_id: string }>`
        insert into identity.users (org_id, name, role) values (${tx.orgId}, 'Passing', 'owner') returning user_id`.execute(
        tx,
      ),
    );
    return rows[0]?.user_id ?? '';
  };
  const change = async (userId: string, what: 'expire' | 'deactivate') =>
    both.inOrganization(ours.orgId, (tx) =>
      what === 'expire'
        ? sql`update identity.sessions set expires_at = now() - interval '1 minute' where user_id = ${userId}`.execute(
            tx,
          )
        : sql`update identity.users set disabled_at = now() where user_id = ${userId}`.execute(tx),
    );
  const [leaving, late, gone] = [await person(), await person(), await person()];
  const signedOut = await signInAs(app, database, ours.orgId, leaving);
  await app.http.inject({ method: 'POST', url: '/api/v1/auth/logout', headers: signedOut });
  const expired = await signInAs(app, database, ours.orgId, late);
  await change(late, 'expire');
  const deactivated = await signInAs(app, database, ours.orgId, gone);
  await change(gone, 'deactivate');
  const foreign = await signInAs(app, database, theirs.orgId, theirs.users.owner);

  const always = (headers: Record<string, string>) => async () => headers;
  return {
    good: (role) => both.as(role),
    missing: always({}),
    malformed: always({ authorization: 'Bearer' }),
    unknown: always({ authorization: `Bearer ${ours.orgId.replaceAll('-', '')}.${'a'.repeat(43)}` }),
    'of another scheme': always({ authorization: `Basic ${btoa('owner:owner')}` }),
    altered: async (role) => {
      const { authorization = '' } = await both.as(role);
      const last = authorization.at(-2);
      return {
        authorization: authorization.slice(0, -2) + (last === 'A' ? 'B' : 'A') + authorization.at(-1),
      };
    },
    'signed out': always(signedOut),
    expired: always(expired),
    'of a deactivated person': always(deactivated),
    'of the other organization': always(foreign),
  };
}
