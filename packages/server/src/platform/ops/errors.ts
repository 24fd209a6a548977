import { declareErrors, type FailuresOf } from '../http/error-catalogue.ts';

export const opsErrors = declareErrors({
  notice_not_found: {
    failure: 'missing',
    when: 'There is no notice with this id.',
    remedy: 'List the notices for the right id.',
  },
  installation_wide: {
    failure: 'forbidden',
    when: 'What is asked for is about the whole installation, which several organizations share.',
    remedy:
      'Ask at the terminal of the machine, or with a token for machines made there (granary tokens make).',
  },
});

declare module '../http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof opsErrors> {}
}
