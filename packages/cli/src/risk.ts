import { type BatchRisk, unwrap } from '@granary/client';
import type { Command } from 'commander';
import { type Connection, withServer } from './connection.ts';
import { addListOptions, type ListOptions, printList } from './list.ts';
import type { TableColumn } from './output.ts';

interface RiskOptions extends ListOptions {
  store?: string;
  sku?: string;
  category?: string;
  minScore?: string;
  maxDays?: string;
}

/** `granary risk` */
export function registerRisk(program: Command): void {
  const command = program
    .command('risk')
    .description('batches that may not sell in time, highest risk first')
    .option('--store <store_id>', 'of one store')
    .option('--sku <sku_id>', 'of one item')
    .option('--category <name>', 'of one category')
    .option('--min-score <score>', 'with at least this risk score, 0 to 100')
    .option('--max-days <days>', 'with at most so many days to expiry');
  addListOptions(command).action((options: RiskOptions) =>
    withServer(({ granary, formats }) => {
      const filter = {
        ...(options.store === undefined ? {} : { store_id: options.store }),
        ...(options.sku === undefined ? {} : { sku_id: options.sku }),
        ...(options.category === undefined ? {} : { category: options.category }),
        // The server judges them, as those of any client.
        ...(options.minScore === undefined ? {} : { min_score: Number(options.minScore) }),
        ...(options.maxDays === undefined ? {} : { max_days: Number(options.maxDays) }),
      };
      const list = {
        page: (query: { limit: number; cursor?: string }) =>
          unwrap(granary.GET('/api/v1/risk', { params: { query: { ...filter, ...query } } })),
        csv: () =>
          unwrap(
            granary.GET('/api/v1/risk', {
              params: { query: { ...filter, format: 'csv' } },
              parseAs: 'stream',
            }),
          ),
      };
      return printList(
        list,
        options,
        columns(formats),
        'No batch is at risk, or no risk was calculated yet.',
      );
    }),
  );
}

function columns({ money, decimal, count, percent }: Connection['formats']): TableColumn<BatchRisk>[] {
  return [
    { heading: 'Score', align: 'right', cell: (row) => row.risk_score },
    { heading: 'Store', cell: (row) => row.store_id },
    { heading: 'Item', cell: (row) => row.item_name, widest: 30 },
    { heading: 'Batch', cell: (row) => row.batch_id },
    { heading: 'Expires', cell: (row) => row.expiry_date },
    { heading: 'Days', align: 'right', cell: (row) => row.days_to_expiry },
    { heading: 'On hand', align: 'right', cell: (row) => count(row.on_hand_qty) },
    { heading: 'At risk', align: 'right', cell: (row) => decimal(row.at_risk_units) },
    { heading: 'Value', align: 'right', cell: (row) => money(row.at_risk_value) },
    { heading: 'Chance of waste', align: 'right', cell: (row) => percent(row.p_waste) },
  ];
}
