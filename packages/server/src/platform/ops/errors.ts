import { declareErrors, type FailuresOf } from '../http/error-catalogue.ts';

export const opsErrors = declareErrors({
  notice_not_found: {
    failure: 'missing',
    when: 'There is no notice with this id.',
    remedy: 'List the notices for the right id.',
  },
});

declare module '../http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof opsErrors> {}
}
