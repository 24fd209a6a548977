import { type ForecastDay, unwrap } from '@granary/client';
import type { Command } from 'commander';
import { withServer } from './connection.ts';
import { addListOptions, type ListOptions, printList } from './list.ts';
import type { TableColumn } from './output.ts';

interface ForecastOptions extends ListOptions {
  store?: string;
  sku?: string;
}

/** `granary forecasts` */
export function registerForecasts(program: Command): void {
  const command = program
    .command('forecasts')
    .description('the demand forecast by store, item and day: mean and the 10, 50 and 90 % quantiles')
    .option('--store <store_id>', 'of one store')
    .option('--sku <sku_id>', 'of one item');
  addListOptions(command).action((options: ForecastOptions) =>
    withServer(({ granary }) => {
      const filter = {
        ...(options.store === undefined ? {} : { store_id: options.store }),
        ...(options.sku === undefined ? {} : { sku_id: options.sku }),
      };
      const list = {
        page: (query: { limit: number; cursor?: string }) =>
          unwrap(granary.GET('/api/v1/forecasts/items', { params: { query: { ...filter, ...query } } })),
        csv: () =>
          unwrap(
            granary.GET('/api/v1/forecasts/items', {
              params: { query: { ...filter, format: 'csv' } },
              parseAs: 'stream',
            }),
          ),
      };
      return printList(
        list,
        options,
        columns,
        'There is no forecast yet. Start one with: granary run nightly',
      );
    }),
  );
}

const columns: TableColumn<ForecastDay>[] = [
  { heading: 'Store', cell: (row) => row.store_id },
  { heading: 'Item', cell: (row) => row.sku_id },
  { heading: 'Date', cell: (row) => row.date },
  { heading: 'Mean', align: 'right', cell: (row) => row.mean.toFixed(2) },
  { heading: '10 %', align: 'right', cell: (row) => row.p10 },
  { heading: '50 %', align: 'right', cell: (row) => row.p50 },
  { heading: '90 %', align: 'right', cell: (row) => row.p90 },
];
