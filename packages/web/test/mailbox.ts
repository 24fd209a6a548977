import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface Mailbox {
  /** `smtp://127.0.0.1:port`, for GRANARY_SMTP_URL. */
  url: string;
  /** Links in the mails that came, the latest last. */
  links(): string[];
  close(): Promise<void>;
}

/** A mail server on this machine that keeps what it is given. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      void text(stream).then((mail) => {
        // Long lines are folded with "=" at their end, and "=" itself is written "=3D".
        mails.push(mail.replaceAll('=\r\n', '').replaceAll('=3D', '='));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    links: () => mails.flatMap((mail) => [...mail.matchAll(/https?:\/\/\S+/g)].map(([link]) => link)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
