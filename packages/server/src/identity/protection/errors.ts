import { declareErrors, type FailuresOf } from '../../platform/http/error-catalogue.ts';

export const protectionErrors = declareErrors({
  address_not_blocked: {
    failure: 'missing',
    when: 'The address is not blocked, or no longer.',
    remedy: 'List the blocked addresses for the right one.',
  },
});

declare module '../../platform/http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof protectionErrors> {}
}
