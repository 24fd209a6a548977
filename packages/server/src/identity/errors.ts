import { declareErrors, type FailuresOf } from '../platform/http/error-catalogue.ts';

export const identityErrors = declareErrors({
  wrong_email_or_password: {
    failure: 'unauthenticated',
    when: 'No person signs in with this e-mail address and password.',
    remedy: 'Check both; the answer does not say which of them is wrong.',
  },
  refresh_token_reused: {
    failure: 'unauthenticated',
    when: 'A refresh token came again after it was exchanged, so somebody else may hold it; the session was ended.',
    remedy: 'Sign in again. Keep only the newest refresh token.',
  },
  refresh_under_way: {
    failure: 'conflict',
    when: 'The same refresh token was sent by two requests at the same time; one of them got the new pair.',
    remedy: 'Use the pair that the other request was answered with. Send each refresh token once.',
  },
  challenge_not_valid: {
    failure: 'unauthenticated',
    when: 'The question for the second factor was answered already, or is older than five minutes.',
    remedy: 'Sign in again from the beginning.',
  },
  second_factor_wrong: {
    failure: 'unauthenticated',
    when: 'The code of the authenticator or the recovery code is not right, or was used before.',
    remedy: 'Wait for the next code, or use another recovery code.',
  },
  not_for_machines: {
    failure: 'forbidden',
    when: 'A token for machines was used for what only a person does: about passwords, second factors, sessions and tokens, and making, inviting or changing people and roles.',
    remedy: 'Sign in as a person.',
  },
  token_not_found: {
    failure: 'missing',
    when: 'There is no such token for machines, or it was revoked already.',
    remedy: 'List the tokens for those that still work.',
  },
  second_factor_off: {
    failure: 'missing',
    when: 'The person has no second factor.',
    remedy: 'Set one up with POST /auth/second-factor/enrolment.',
  },
  second_factor_on: {
    failure: 'conflict',
    when: 'A second factor is set up already.',
    remedy: 'Remove it first to set up another.',
  },
  token_used: {
    failure: 'invalid',
    when: 'The link to a new password was used before.',
    remedy: 'Ask for a new one at POST /auth/password-reset.',
  },
  token_outdated: {
    failure: 'invalid',
    when: 'The link to a new password is older than 30 minutes.',
    remedy: 'Ask for a new one at POST /auth/password-reset.',
  },
  token_unknown: {
    failure: 'invalid',
    when: 'The link to a new password was not made here, or is not whole.',
    remedy: 'Copy it whole from the mail, or ask for a new one.',
  },
  code_wrong: {
    failure: 'invalid',
    when: 'The first code of an authenticator is not right.',
    remedy: 'Check the clock of the phone and send the next code.',
  },
  term_too_long: {
    failure: 'invalid',
    when: 'A token for machines was to live longer than GRANARY_TOKEN_MAX_DAYS.',
    remedy: 'Choose fewer days.',
  },
  sign_in_delayed: {
    failure: 'tooMany',
    when: 'Too many attempts to sign in failed, so the next one has to wait; the wait grows with each failure.',
    remedy:
      'Wait for the seconds that Retry-After names, reset the password, or ask an administrator to unlock.',
  },
  link_used_or_expired: {
    failure: 'unauthenticated',
    when: 'A one-time link was used before, or is older than a day.',
    remedy: 'Run "granary link" on the server for a new one.',
  },
  operator_has_no_account: {
    failure: 'forbidden',
    when: 'The terminal asked for an e-mail address and password of its own.',
    remedy: 'Sign in on the web and set them there.',
  },
  user_not_found: {
    failure: 'missing',
    when: 'There is no such person in this organization.',
    remedy: 'List the people for the right id.',
  },
  session_not_found: {
    failure: 'missing',
    when: 'This person has no such session, or it has ended already.',
    remedy: 'List the sessions for those that still work.',
  },
  no_password: {
    failure: 'conflict',
    when: 'The password of somebody who has none was to be changed.',
    remedy: 'Set one with PUT /auth/account.',
  },
  current_password_wrong: {
    failure: 'invalid',
    when: 'The present password was needed for a change and was missing or wrong.',
    remedy: 'Send it as `current_password`.',
  },
  too_many_sign_ins: {
    failure: 'tooMany',
    when: 'More people sign in at this moment than passwords can be checked.',
    remedy: 'Try again after the seconds that Retry-After names.',
  },
  email_in_use: {
    failure: 'conflict',
    when: 'Another person signs in with this e-mail address.',
    remedy: 'Choose another address.',
  },
  operator_is_no_person: {
    failure: 'conflict',
    when: 'The terminal of the machine was to be erased as if it were a person.',
    remedy: 'Choose a person; the terminal holds nothing about one.',
  },
  last_owner: {
    failure: 'conflict',
    when: 'The change would leave the organization without an owner.',
    remedy: 'Make somebody else an owner first.',
  },
  role_not_found: {
    failure: 'missing',
    when: 'There is no role with this code in the organization.',
    remedy: 'List the roles for the right code.',
  },
  role_exists: {
    failure: 'conflict',
    when: 'A role has this code already.',
    remedy: 'Choose another name or role_id, or change the existing role.',
  },
  role_in_use: {
    failure: 'conflict',
    when: 'People have the role, or are invited to it.',
    remedy: 'Give them another role first.',
  },
  role_is_built_in: {
    failure: 'conflict',
    when: 'A built-in role was to be removed, or changed in more than its approval limit.',
    remedy: 'Make a role of your own.',
  },
  role_stale_version: {
    failure: 'stale',
    when: 'The role has changed since the caller loaded it.',
    remedy: 'Load it again, look at what changed, and send its version.',
  },
  permission_not_for_role: {
    failure: 'invalid',
    when: 'The role cannot hold a permission: it does not exist, is the owners’ alone, or reaches beyond what the role is limited to.',
    remedy: 'Leave out the permissions that `details` names, or do not limit the role.',
  },
  beyond_own_rights: {
    failure: 'forbidden',
    when: 'The change gives, or takes from somebody, rights that the caller does not hold; `details` has one entry for each.',
    remedy: 'Ask somebody who holds them.',
  },
  own_rights_stay: {
    failure: 'forbidden',
    when: 'Somebody was to change their own role, locations or limits, or to deactivate themselves.',
    remedy: 'Ask another administrator or owner.',
  },
  own_account: {
    failure: 'forbidden',
    when: 'Somebody was to change their own e-mail address, make a link to their own password or remove their own second factor as an administrator does for others, without their password.',
    remedy:
      'Use PUT /auth/account, PUT /auth/password or DELETE /auth/second-factor, which ask for it; without it, ask for a mail (POST /auth/password-reset) or another administrator.',
  },
  user_stale_version: {
    failure: 'stale',
    when: 'The person has changed since the caller loaded them.',
    remedy: 'Load them again, look at what changed, and send their version.',
  },
  role_not_assignable: {
    failure: 'invalid',
    when: 'There is no such role, or it is that of the machine’s terminal.',
    remedy: 'List the roles and choose another one.',
  },
  placement_not_valid: {
    failure: 'invalid',
    when: 'Locations or suppliers do not fit the role: it needs some, is not limited to any, or one does not exist.',
    remedy: 'Mend the fields that `details` names.',
  },
  invitation_not_found: {
    failure: 'missing',
    when: 'There is no such invitation in the organization.',
    remedy: 'List the invitations for the right id.',
  },
  invitation_accepted: {
    failure: 'conflict',
    when: 'An invitation that was accepted was to be withdrawn.',
    remedy: 'Deactivate the person instead.',
  },
  invitation_used_or_expired: {
    failure: 'invalid',
    when: 'The invitation was used or withdrawn, is older than seven days, or whoever made it may not give so much any more.',
    remedy: 'Ask for a new one.',
  },
  view_as_is_read_only: {
    failure: 'forbidden',
    when: 'A change was sent with the header x-granary-view-as.',
    remedy: 'Leave the header out to act as yourself.',
  },
  view_as_unknown: {
    failure: 'invalid',
    when: 'The header x-granary-view-as names neither a role nor a person of the organization.',
    remedy: 'Send the code of a role or the id of a person.',
  },
  view_as_needs_rows: {
    failure: 'invalid',
    when: 'The header x-granary-view-as names a role that is limited to locations or suppliers, and none of them.',
    remedy: 'Name them after a colon, as store_manager:S01,S02, or name a person.',
  },
  organization_stale_version: {
    failure: 'stale',
    when: 'The organization has changed since the caller loaded it.',
    remedy: 'Load it again, look at what changed, and send its version.',
  },
  currency_in_use: {
    failure: 'conflict',
    when: 'The currency was to change while there are sales, stock, purchases or actions in it.',
    remedy: 'Make another organization for the other currency.',
  },
});

declare module '../platform/http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof identityErrors> {}
}
