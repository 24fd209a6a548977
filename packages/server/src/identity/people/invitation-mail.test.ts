import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { startMailServer, type TestMailServer } from '../../platform/mail/test-mail-server.ts';

let mail: TestMailServer;
let app: TestApp;
beforeAll(async () => {
  mail = await startMailServer({ refuses: 'full@x.example' });
  app = await createTestApp({ GRANARY_SMTP_URL: mail.url, GRANARY_PUBLIC_URL: 'https://granary.example' });
});
afterAll(async () => {
  await app.close();
  await mail.close();
});

const invite = async (email: string, of = app) =>
  of.http.inject({
    method: 'POST',
    url: '/api/v1/invitations',
    headers: await of.as('admin'),
    payload: { email, role: 'viewer' },
  });

describe('the mail of an invitation', () => {
  it('has the link by which the person comes in, and the reply does not', async () => {
    await app.as('owner');
    const reply = await invite('cleo@x.example');
    expect([reply.statusCode, reply.json().sent, reply.json().link]).toEqual([201, true, null]);
    const received = await mail.mailTo('cleo@x.example');
    expect(received.subject).toBe('Invitation to Test grocer');
    expect(received.text).toContain('Test admin invites you to plan with Test grocer');
    const link = /^https:\/\/granary\.example\/app\/invitation#(\S+)$/m.exec(received.text);
    const payload = { token: link?.[1], name: 'Cleo', password: 'Rain-on-the-harbour-7' };
    const accepted = await app.http.inject({ method: 'POST', url: '/api/v1/auth/invitation', payload });
    expect([accepted.statusCode, accepted.json()]).toMatchObject([201, { email: 'cleo@x.example' }]);
  });

  it('that the server does not take leaves the link with who invited, to be handed over', async () => {
    const reply = await invite('full@x.example');
    expect([reply.statusCode, reply.json().sent]).toEqual([201, false]);
    expect(reply.json().link).toContain('https://granary.example/app/invitation#');
    // The address was wrong, not the server: mail goes on.
    const health = (await app.http.inject({ url: '/health' })).json();
    expect(health.parts).toContainEqual({ name: 'mail', status: 'ok', detail: null });
  });

  it('to an organization with a line break in its name has one subject, and no other header', async () => {
    const renamed = await app.http.inject({
      method: 'PATCH',
      url: '/api/v1/organization',
      headers: await app.as('owner'),
      payload: { name: 'Grocer\r\nBcc: other@x.example', version: 1 },
    });
    expect(renamed.statusCode, renamed.body).toBe(200);
    await invite('dora@x.example');
    const received = await mail.mailTo('dora@x.example');
    expect(received.to).toEqual(['dora@x.example']);
    expect(received.subject).toBe('Invitation to Grocer Bcc: other@x.example');
    expect(mail.received).toEqual([]);
  });

  it('with the server down is a link to hand over', async () => {
    const down = await startMailServer();
    await down.close();
    const alone = await createTestApp({ GRANARY_SMTP_URL: down.url });
    try {
      const reply = await invite('cleo@x.example', alone);
      expect([reply.statusCode, reply.json().sent]).toEqual([201, false]);
      expect(reply.json().link).toMatch(/\/app\/invitation#\S+$/);
    } finally {
      await alone.close();
    }
  });
});
