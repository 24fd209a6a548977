import { declareErrors, type FailuresOf } from '../platform/http/error-catalogue.ts';

export const demandErrors = declareErrors({
  'demand.no_data': {
    failure: 'conflict',
    when: 'There are no sales and no stock yet, so nothing can be planned.',
    remedy: 'Import sales and inventory first.',
  },
  forecast_not_found: {
    failure: 'missing',
    when: 'There is no generated forecast with this id.',
    remedy: 'List the forecasts that were generated at /forecasts/history.',
  },
  'demand.too_many_forecasts': {
    failure: 'invalid',
    when: 'Items, stores and periods multiply to more than can be made at once.',
    remedy: 'Ask for fewer items or stores at a time.',
  },
});

declare module '../platform/http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof demandErrors> {}
}
