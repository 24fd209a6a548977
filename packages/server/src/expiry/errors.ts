import { declareErrors, type FailuresOf } from '../platform/http/error-catalogue.ts';

export const expiryErrors = declareErrors({
  'expiry.stale_rules': {
    failure: 'stale',
    when: 'The rules have changed since the caller loaded them.',
    remedy: 'Load them again, look at what changed, and set yours with their version.',
  },
  'expiry.no_stock': {
    failure: 'conflict',
    when: 'There is no stock count to judge.',
    remedy: 'Import inventory first.',
  },
  'expiry.no_forecast': {
    failure: 'conflict',
    when: 'There is no forecast to judge the stock by.',
    remedy: 'Start the nightly run.',
  },
});

declare module '../platform/http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof expiryErrors> {}
}
