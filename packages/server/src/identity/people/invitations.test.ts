import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestOffice, goodPassword, type Headers, type TestOffice } from './test-office.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await createTestOffice();
  await office.app.as('owner');
});
afterAll(() => office.app.close());

const invite = (given: object, as?: 'owner' | 'planner' | 'operator' | Headers) =>
  office.ask('POST', '/invitations', given, as ?? 'admin');
const accept = (link: string, name = 'Cleo') =>
  office.app.http.inject({
    method: 'POST',
    url: '/api/v1/auth/invitation',
    payload: { token: link.split('#')[1], name, password: goodPassword },
  });
let made = 0;
const address = () => `guest-${++made}@x.example`;

describe('an invitation', () => {
  it('tells its link once, makes the person with role and locations, and is used up', async () => {
    const email = address();
    const reply = await invite({ email, role: 'store_manager', store_ids: ['S1'], approval_limit: 200 });
    expect(reply.statusCode).toBe(201);
    const { link, sent, invitation_id } = reply.json();
    expect(sent).toBe(false);
    expect(link).toMatch(/\/app\/invitation#[0-9a-f]{32}\.[\w-]{43}$/);
    expect((await office.ask('GET', '/invitations')).body).not.toContain(link.split('#')[1]);

    const accepted = await accept(link);
    expect(accepted.statusCode).toBe(201);
    const person = (await office.ask('GET', `/users/${accepted.json().user_id}`)).json();
    expect(person).toMatchObject({ email, role: 'store_manager', store_ids: ['S1'], approval_limit: 200 });
    expect((await accept(link)).json().error.code).toBe('invitation_used_or_expired');
    const all = (await office.ask('GET', '/invitations?state=accepted')).json();
    expect(all.data.map((row: { invitation_id: string }) => row.invitation_id)).toContain(invitation_id);
    expect(await office.trailOf(invitation_id)).toEqual(['invited', 'accepted']);
  });

  it('is not accepted twice at the same moment', async () => {
    const { link } = (await invite({ email: address(), role: 'viewer' })).json();
    const replies = await Promise.all([accept(link), accept(link), accept(link)]);
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([201, 422, 422]);
  });

  it('ends after seven days', async () => {
    const { link } = (await invite({ email: address(), role: 'viewer' })).json();
    office.app.advance(7 * 24 * 3600 + 1);
    expect((await accept(link)).statusCode).toBe(422);
    expect((await office.ask('GET', '/invitations?state=expired')).json().page.total).toBe(1);
    office.app.advance(-(7 * 24 * 3600 + 1));
  });

  it('that is withdrawn, or replaced by a newer one for the same address, is worth nothing', async () => {
    const email = address();
    const first = (await invite({ email, role: 'viewer' })).json();
    const second = (await invite({ email, role: 'viewer' })).json();
    expect((await accept(first.link)).statusCode).toBe(422);
    expect((await office.ask('DELETE', `/invitations/${second.invitation_id}`)).statusCode).toBe(204);
    expect((await accept(second.link)).statusCode).toBe(422);
  });

  it('is worth nothing when its maker may not give so much any more', async () => {
    const maker = await office.hire({ role: 'admin' });
    const { link } = (await invite({ email: address(), role: 'planner' }, maker.headers)).json();
    await office.ask('PATCH', `/users/${maker.user_id}`, { role: 'viewer', version: 1 }, 'owner');
    expect((await accept(link)).json().error.code).toBe('invitation_used_or_expired');
  });

  it('is worth nothing when its maker manages people no longer, however little it gives', async () => {
    const maker = await office.hire({ role: 'admin' });
    const { link } = (await invite({ email: address(), role: 'viewer' }, maker.headers)).json();
    await office.ask('PATCH', `/users/${maker.user_id}`, { role: 'planner', version: 1 }, 'owner');
    expect((await accept(link)).json().error.code).toBe('invitation_used_or_expired');
  });

  it('made on the terminal of the machine is good as any other', async () => {
    const { link } = (await invite({ email: address(), role: 'planner' }, 'operator')).json();
    expect((await accept(link)).statusCode).toBe(201);
  });

  it('gives nobody more than its maker holds', async () => {
    expect((await invite({ email: address(), role: 'owner' })).json().error).toMatchObject({
      code: 'beyond_own_rights',
      details: [{ permission: 'identity.owners' }],
    });
    expect((await invite({ email: address(), role: 'owner' }, 'owner')).statusCode).toBe(201);
    expect((await invite({ email: address(), role: 'viewer' }, 'planner')).json().error.code).toBe(
      'permission_missing',
    );
  });

  it('for an address that signs in already is refused when it is accepted, and stays open', async () => {
    const { email } = await office.hire();
    const { link } = (await invite({ email, role: 'viewer' })).json();
    expect((await accept(link)).json().error.code).toBe('email_in_use');
    expect((await accept(link)).json().error.code).toBe('email_in_use');
  });
});
