import type { Message } from '../../platform/mail/mail.ts';
import type { InvitationMail } from './invitations.ts';

export function writeInvitation({ to, organization, invitedBy, link, expiresAt }: InvitationMail): Message {
  return {
    to,
    // A line break in a name would begin another header.
    subject: `Invitation to ${organization}`.replaceAll(/\s+/g, ' '),
    text: [
      `Hello,`,
      `${invitedBy} invites you to plan with ${organization} in Granary. Choose your name and password here, once:`,
      link,
      `The link works until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
      '',
    ].join('\n\n'),
  };
}
