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
  'catalog.stale_version': {
    failure: 'stale',
    when: 'The item or store has changed, or was added, since the caller looked at it.',
    remedy: 'Load it again, look at what changed, and send the change with its version.',
  },
  'catalog.named_twice': {
    failure: 'conflict',
    when: 'Two items of one call speak of the same item or store.',
    remedy: 'Send the second in a call of its own.',
  },
});

declare module '../platform/http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof catalogErrors> {}
}
