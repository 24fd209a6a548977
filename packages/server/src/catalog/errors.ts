import { declareErrors, type FailuresOf } from '../platform/http/error-catalogue.ts';

export const catalogErrors = declareErrors({
  store_not_found: {
    failure: 'missing',
    when: 'There is no store with this code.',
    remedy: 'List the stores, or import the file that names it.',
  },
  item_not_found: {
    failure: 'missing',
    when: 'There is no item with this code.',
    remedy: 'List the items, or import the file that names it.',
  },
});

declare module '../platform/http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof catalogErrors> {}
}
