import { declareErrors, type FailuresOf } from '../platform/http/error-catalogue.ts';

export const identityErrors = declareErrors({
  wrong_email_or_password: {
    failure: 'unauthenticated',
    when: 'No person signs in with this e-mail address and password.',
    remedy: 'Check both; the answer does not say which of them is wrong.',
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
