/** What can happen at the door, as it stands after a name; `!` marks what deserves a second look. */
export const EVENTS: Readonly<Record<string, { text: string; isDoubtful?: true }>> = {
  login_succeeded: { text: 'signed in' },
  login_failed: { text: 'failed to sign in', isDoubtful: true },
  login_delayed: { text: 'was slowed down after failures', isDoubtful: true },
  locked: { text: 'was locked', isDoubtful: true },
  unlocked: { text: 'was unlocked' },
  logged_out: { text: 'signed out' },
  session_revoked: { text: 'had a session ended' },
  refresh_reused: { text: 'had a refresh token used twice', isDoubtful: true },
  refused: { text: 'was refused', isDoubtful: true },
  second_factor_enrolled: { text: 'set up a second factor' },
  second_factor_removed: { text: 'lost the second factor', isDoubtful: true },
  second_factor_failed: { text: 'gave a wrong code', isDoubtful: true },
  recovery_code_used: { text: 'used a recovery code', isDoubtful: true },
  password_changed: { text: 'changed the password' },
  password_reset_asked: { text: 'asked for a new password' },
  password_reset: { text: 'reset the password by e-mail' },
  invited: { text: 'was invited' },
  invitation_accepted: { text: 'accepted an invitation' },
  role_changed: { text: 'got other rights' },
  deactivated: { text: 'was deactivated' },
  reactivated: { text: 'was reactivated' },
  token_made: { text: 'got a token for a machine' },
  token_revoked: { text: 'had a token revoked' },
  personal_data_read: { text: 'had their personal data read' },
  erased: { text: 'was erased' },
  address_blocked: { text: 'was blocked', isDoubtful: true },
  address_unblocked: { text: 'was let in again' },
};

export function eventInWords(kind: string): string {
  return EVENTS[kind]?.text ?? kind.replaceAll('_', ' ');
}

/** The facts of an event in a line: "permission actions.approve, route /api/v1/actions". Ids tell a reader nothing. */
export function detailInWords(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .filter(([name, value]) => value !== null && value !== '' && !name.endsWith('_id'))
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${inWords(value)}`)
    .join(', ');
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
