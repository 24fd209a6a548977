import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import type { Outside } from '../outside/outside.ts';
import { withTls } from './smtp-tls.ts';

export interface Message {
  to: string;
  subject: string;
  /** Plain text; a link stands on a line of its own. */
  text: string;
}

export interface Mail {
  /** Whether a mail server is set. */
  isConfigured: boolean;
  /** @returns whether the mail server took it; failures are in the log, without address or text */
  send(message: Message): Promise<boolean>;
  /** Sends it after the reply, so that neither the time nor the fate of a mail shows in it. */
  sendLater(message: () => Promise<Message | undefined>): void;
  /** Waits for mails under way; at the end of the program. */
  close(): Promise<void>;
}

/**
 * The mail server said no to this message: it is healthy, and a second try
 * would hear the same. A no to our password or to our sender is one to every mail.
 */
function isRefusal(error: unknown): boolean {
  const { responseCode, code, command } = error as Record<string, unknown>;
  if (typeof responseCode !== 'number' || responseCode < 500) return false;
  return code === 'EMESSAGE' || (code === 'EENVELOPE' && command !== 'MAIL FROM');
}

/**
 * Mail by SMTP. Without a server, nothing is sent and the log says so: links
 * can then be made by an administrator.
 *
 * @param settings.smtpUrl   `smtp://user:password@host:587` or `smtps://…`
 * @param settings.clearText whether name and password may go to another machine without TLS; default refuse
 */
export function createMail(
  settings: { smtpUrl: string | undefined; from: string | undefined; clearText?: 'refuse' | 'allow' },
  outside: Outside,
  log: Logger,
): Mail {
  const { smtpUrl, from } = settings;
  const transport =
    smtpUrl === undefined ? undefined : createTransport(withTls(smtpUrl, settings.clearText), { from });
  // Only a service that is set up shows in health.
  const service =
    transport === undefined
      ? undefined
      : outside.service({ name: 'mail', timeoutMs: 15_000, attempts: 3, isAnswer: isRefusal });
  const underWay = new Set<Promise<unknown>>();

  async function send(message: Message): Promise<boolean> {
    if (transport === undefined || service === undefined) {
      log.warn('a mail was not sent: GRANARY_SMTP_URL is not set; an administrator can make the link');
      return false;
    }
    try {
      await service.call(() => transport.sendMail(message));
      return true;
    } catch (error) {
      // The server's own words may repeat the address.
      const { code, responseCode } = (error instanceof Error ? (error.cause ?? error) : {}) as Record<
        string,
        unknown
      >;
      log.error(
        { code, responseCode },
        code === 'ETLS'
          ? 'a mail was not sent: the mail server offers no TLS, and the password of GRANARY_SMTP_URL does not travel in clear text; use smtps://, or allow it with GRANARY_SMTP_CLEAR_TEXT=allow'
          : 'a mail was not sent',
      );
      return false;
    }
  }

  return {
    isConfigured: transport !== undefined,
    send,
    sendLater(make) {
      const sending = make()
        .then((message) => (message === undefined ? false : send(message)))
        .catch((error: unknown) => log.error({ err: error }, 'a mail was not written'))
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    async close() {
      await Promise.all(underWay);
      transport?.close();
    },
  };
}
