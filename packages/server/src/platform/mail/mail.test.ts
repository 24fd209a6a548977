import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createOutside } from '../outside/outside.ts';
import { createMail, type Mail } from './mail.ts';
import { startMailServer, type TestMailServer } from './test-mail-server.ts';

const message = {
  to: 'ana@x.example',
  subject: 'A subject',
  text: 'See\n\nhttps://granary.example/#secret\n',
};
const account = { user: 'granary', password: 'Post-box-7' };

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

async function serverFor(options: Parameters<typeof startMailServer>[0]): Promise<TestMailServer> {
  const server = await startMailServer(options);
  closing.push(server);
  return server;
}

/** A sender with its log and what health is told of it. */
function senderTo(smtpUrl: string | undefined, clearText?: 'refuse' | 'allow') {
  let written = '';
  const log = pino(
    { level: 'debug' },
    {
      write: (line: string) => {
        written += line;
      },
    },
  );
  const outside = createOutside(log);
  const mail: Mail = createMail(
    { smtpUrl, from: 'Granary <granary@x.example>', ...(clearText === undefined ? {} : { clearText }) },
    outside,
    log,
  );
  closing.push(mail);
  return { mail, log: () => written, failures: () => outside.figures()[0]?.failures };
}

describe('a mail', () => {
  it('arrives whole: sender, person, subject and text beyond ASCII', async () => {
    const server = await serverFor({});
    const { mail } = senderTo(server.url);
    const text = `Guten Tag Jürgen,\n\nhttps://granary.example/app/reset-password#${'a'.repeat(90)}\n`;
    expect(await mail.send({ ...message, text })).toBe(true);
    const received = await server.mailTo('ana@x.example');
    expect(received).toMatchObject({ from: 'granary@x.example', subject: 'A subject' });
    expect(received.text).toBe(text);
  });

  it('is sent with the name and password of the setting', async () => {
    const server = await serverFor({ account });
    const url = server.url.replace('//', `//${account.user}:${account.password}@`);
    expect(await senderTo(url).mail.send(message)).toBe(true);
    expect(server.received).toHaveLength(1);
  });

  it('that the server refuses for its address is not sent, and the server counts as well', async () => {
    const server = await serverFor({ refuses: message.to });
    const { mail, failures } = senderTo(server.url);
    expect(await mail.send(message)).toBe(false);
    expect(failures()).toBe(0);
    expect(await mail.send({ ...message, to: 'bea@x.example' })).toBe(true);
  });

  it('goes nowhere without a server, and the log says what to do', async () => {
    const { mail, log } = senderTo(undefined);
    expect([mail.isConfigured, await mail.send(message)]).toEqual([false, false]);
    expect(log()).toContain('GRANARY_SMTP_URL');
  });

  it('that is sent later is waited for at the end of the program', async () => {
    const server = await serverFor({});
    const { mail } = senderTo(server.url);
    mail.sendLater(async () => message);
    await mail.close();
    expect(server.received).toHaveLength(1);
  });

  it('that cannot be written later is in the log, and stops nothing', async () => {
    const { mail, log } = senderTo('smtp://127.0.0.1:1');
    mail.sendLater(() => Promise.reject(new Error('the database is away')));
    await mail.close();
    expect(log()).toContain('a mail was not written');
  });
});

describe('the password of a mail server', () => {
  // Reaches this machine, and is not one of the names of it that are trusted.
  const elsewhere = ({ port }: TestMailServer, more = '') =>
    `smtp://${account.user}:${account.password}@0.0.0.0:${port}${more}`;

  it('is not sent to another machine without TLS, whatever the address says', async () => {
    const server = await serverFor({ account });
    const { mail, log } = senderTo(
      elsewhere(server, '?ignoreTLS=true&requireTLS=false&opportunisticTLS=true'),
    );
    expect(await mail.send(message)).toBe(false);
    expect([server.received, server.signIns]).toEqual([[], []]);
    expect(log()).toContain('GRANARY_SMTP_CLEAR_TEXT');
  });

  it('is sent all the same where that is allowed', async () => {
    const server = await serverFor({ account });
    expect(await senderTo(elsewhere(server), 'allow').mail.send(message)).toBe(true);
    expect(server.signIns).toEqual([account.user]);
  });

  it('is sent once the connection has turned to TLS', async () => {
    const server = await serverFor({ account, offersTls: true });
    // Its certificate is its own.
    const { mail, log } = senderTo(elsewhere(server, '?tls.rejectUnauthorized=false'));
    expect(await mail.send(message), log()).toBe(true);
    expect(server.signIns).toEqual([account.user]);
  });
});

describe('a mail server that does not take mails', () => {
  const withPassword = (url: string) => url.replace('//', '//granary:Wrong-box-7@');

  it.each([
    ['since it is down', async () => 'smtp://127.0.0.1:1'],
    ['since our password is wrong', async () => (await serverFor({ account })).url],
    ['since it does not know our sender', async () => (await serverFor({ refusesSender: true })).url],
  ])(
    '%s shows among the figures, and neither address, text nor password in the log',
    async (_why, address) => {
      const { mail, log, failures } = senderTo(withPassword(await address()));
      expect(await mail.send(message)).toBe(false);
      expect(log()).toContain('a mail was not sent');
      for (const secret of ['ana@x.example', '#secret', 'Wrong-box-7']) expect(log()).not.toContain(secret);
      expect(failures()).toBe(1);
    },
  );
});
