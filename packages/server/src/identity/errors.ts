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
});

declare module '../platform/http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof identityErrors> {}
}
