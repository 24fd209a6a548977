import { declareErrors, type FailuresOf } from '../platform/http/error-catalogue.ts';

export const analyticsErrors = declareErrors({
  'kpis.too_many_periods': {
    failure: 'invalid',
    when: 'The time asked for has more periods of this length than one reply holds.',
    remedy: 'Ask for a shorter time or for longer periods.',
  },
});

declare module '../platform/http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof analyticsErrors> {}
}
