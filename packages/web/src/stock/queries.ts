import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Answer, type Asked, client, unwrap } from '../app/api.ts';

export type Receipt = Answer<'/api/v1/receipts'>['data'][number];
export type ReceiptFilters = Pick<Asked<'/api/v1/receipts'>, 'from' | 'to' | 'sort'>;

export const RECEIPT_SORTS = ['received_date', '-received_date', 'sku_id', '-sku_id'] as const;

export function receiptsQuery(filters: ReceiptFilters) {
  return infiniteQueryOptions({
    queryKey: ['receipts', filters],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, limit: 100, cursor: pageParam };
      return unwrap(client.GET('/api/v1/receipts', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  });
}
