import { unwrap } from '@granary/client';
import type { Command } from 'commander';
import { withServer } from './connection.ts';
import { facts, print, printJson } from './output.ts';

interface KpiOptions {
  from?: string;
  to?: string;
  store?: string;
  json?: boolean;
}

/** `granary kpis` */
export function registerKpis(program: Command): void {
  program
    .command('kpis')
    .description('value at risk, savings, stock value, turnover and write-offs')
    .option('--from <date>', 'count outcomes from this day, YYYY-MM-DD')
    .option('--to <date>', 'count outcomes until this day, YYYY-MM-DD')
    .option('--store <store_id>', 'of one store')
    .option('--json', 'print as JSON')
    .action(({ from, to, store, json }: KpiOptions) =>
      withServer(async ({ granary, formats: { money, count, decimal } }) => {
        const query = {
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(store === undefined ? {} : { store_id: store }),
        };
        const kpis = await unwrap(granary.GET('/api/v1/kpis/dashboard', { params: { query } }));
        if (json === true) return printJson(kpis);
        print(
          facts([
            ['Stock of', kpis.snapshot_date ?? 'no stock loaded yet'],
            ['Value at risk', `${money(kpis.at_risk_value)} (${decimal(kpis.at_risk_units)} units)`],
            ['Batches at high risk', count(kpis.high_risk_batches)],
            ['Proposed', `${count(kpis.open_actions)}, expected to save ${money(kpis.potential_savings)}`],
            ['Approved', `${count(kpis.approved_actions)}, expected to save ${money(kpis.approved_savings)}`],
            ['Done', `${count(kpis.done_actions)}, recovered ${money(kpis.recovered_value)}`],
            ['Rejected', count(kpis.rejected_actions)],
            ['Inventory value', kpis.inventory_value === null ? 'unknown' : money(kpis.inventory_value)],
            [
              'Inventory turnover',
              kpis.inventory_turnover === null ? 'unknown' : `${decimal(kpis.inventory_turnover)} a year`,
            ],
            [
              'Past expiry',
              kpis.write_off === null
                ? 'unknown'
                : `${money(kpis.write_off.value)} (${count(kpis.write_off.units)} units in ${count(kpis.write_off.batches)} batches)`,
            ],
          ]),
        );
      }),
    );
}
