import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived. */
export interface ReceivedMail {
  from: string;
  to: string[];
  subject: string;
  /** The text, with lines that the transport folded joined again. */
  text: string;
}

/** For tests: a mail server on this machine that keeps what it is sent. */
export async function startMailServer(
  options: {
    refuses?: string;
    refusesSender?: boolean;
    port?: number;
    account?: { user: string; password: string };
    /** Turns to TLS when asked, with a certificate that nobody vouches for. */
    offersTls?: boolean;
  } = {},
) {
  const { account } = options;
  const received: ReceivedMail[] = [];
  const signIns: string[] = [];
  const server = new SMTPServer({
    authOptional: account === undefined,
    allowInsecureAuth: true,
    disabledCommands: options.offersTls === true ? [] : ['STARTTLS'],
    onAuth: ({ username, password }, _session, callback) => {
      signIns.push(username ?? '');
      const isRight = account === undefined || (username === account.user && password === account.password);
      if (isRight) callback(null, { user: username });
      else callback(Object.assign(new Error('wrong'), { responseCode: 535 }));
    },
    onMailFrom: (_address, _session, callback) => {
      if (options.refusesSender !== true) return callback();
      callback(Object.assign(new Error('not you'), { responseCode: 550 }));
    },
    onRcptTo: ({ address }, _session, callback) => {
      if (address !== options.refuses) return callback();
      callback(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
    },
    onData: (stream, { envelope }, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { headers, text } = readMail(Buffer.concat(chunks).toString('utf8'));
        received.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          subject: /^subject: (.*)$/im.exec(headers)?.[1] ?? '',
          text,
        });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    received,
    /** Who sent a name and password, right or wrong. */
    signIns,
    /** Waits for the next mail to this address that was not asked for before. */
    async mailTo(address: string): Promise<ReceivedMail> {
      for (;;) {
        const index = received.findIndex(({ to }) => to.includes(address));
        const [mail] = index === -1 ? [] : received.splice(index, 1);
        if (mail !== undefined) return mail;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

export type TestMailServer = Awaited<ReturnType<typeof startMailServer>>;

function readMail(raw: string): { headers: string; text: string } {
  const end = raw.indexOf('\r\n\r\n');
  const headers = raw.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ');
  const body = raw.slice(end + 4);
  const isQuoted = /^content-transfer-encoding: quoted-printable$/im.test(headers);
  return { headers, text: (isQuoted ? unquoted(body) : body).replaceAll('\r\n', '\n') };
}

function unquoted(body: string): string {
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
