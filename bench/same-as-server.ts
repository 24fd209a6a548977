import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { simulateCompany } from '@granary/inventory/simulation';
import { writeCompanyFiles } from '../packages/cli/src/company-files.ts';
import { seedOf } from '../packages/server/src/expiry/item-stock.ts';
import { type GranaryProcess, startGranary } from './granary-process.ts';
import { planCompany, proposeForCompany } from './planned-company.ts';
import { print } from './text-table.ts';

/*
 * The two benchmarks on simulated grocers call the product's tasks without its
 * database. This one takes the same company through the server and compares
 * every risk and every action; code 1 when one of them differs.
 */
const { values: flags } = parseArgs({
  options: {
    seed: { type: 'string', default: '101' },
    stores: { type: 'string', default: '8' },
    items: { type: 'string', default: '80' },
    days: { type: 'string', default: '400' },
  },
});

interface RiskRow {
  store_id: string;
  sku_id: string;
  batch_id: string;
  p_waste: number;
  at_risk_units: number;
  at_risk_value: number;
}

interface ActionRow {
  action_type: string;
  from_store: string;
  to_store: string | null;
  sku_id: string;
  batch_id: string;
  qty: number;
  discount_pct: number | null;
  expected_savings: number;
}

const company = simulateCompany({
  seed: flags.seed,
  endDate: '2026-11-15',
  days: Number(flags.days),
  stores: Number(flags.stores),
  items: Number(flags.items),
});
const folder = await mkdtemp(join(tmpdir(), 'granary-same-'));
let granary: GranaryProcess | undefined;
try {
  granary = await startGranary(join(folder, 'data'));
  const files = await writeCompanyFiles(company, join(folder, 'files'), { dialect: 'clean' });
  for (const { file } of files) await granary.upload(join(folder, 'files', file), file.replace('.csv', ''));
  await granary.nightlyRun();
  const planned = planCompany(company, { seed: seedOf(company.endDate) });
  const risks = await granary.list<RiskRow>('/risk');
  const actions = await granary.list<ActionRow>('/actions');
  compare('risks', risks.map(riskFigure), planned.risk.map(riskFigure));
  const ours = proposeForCompany(company, planned).flatMap(({ candidate, sku_id, comparison }) =>
    comparison.plan.map((step) =>
      actionFigure({
        action_type: step.kind,
        from_store: candidate.store_id,
        to_store: step.toStoreId ?? null,
        sku_id,
        batch_id: candidate.batch_id,
        qty: step.qty,
        discount_pct: step.discountPct ?? null,
        expected_savings: step.expectedSavings,
      }),
    ),
  );
  compare('actions', actions.map(actionFigure), ours);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await granary?.close();
  await rm(folder, { recursive: true, force: true });
}

interface Figure {
  name: string;
  amount: number;
}

function riskFigure({ store_id, sku_id, batch_id, p_waste, at_risk_units, at_risk_value }: RiskRow): Figure {
  const risk = `${p_waste.toFixed(4)} ${at_risk_units.toFixed(2)}`;
  return { name: `${store_id} ${sku_id} ${batch_id} ${risk}`, amount: at_risk_value };
}

function actionFigure(row: ActionRow): Figure {
  const { action_type, from_store, to_store, sku_id, batch_id, qty, discount_pct } = row;
  const how = `${qty} to ${to_store ?? '-'} at ${discount_pct ?? '-'} %`;
  return {
    name: `${from_store} ${sku_id} ${batch_id} ${action_type} ${how}`,
    amount: row.expected_savings,
  };
}

/** Money may differ by a cent: sums run in another order. */
function compare(what: string, ofServer: Figure[], ofTasks: Figure[]): void {
  const tasks = new Map(ofTasks.map(({ name, amount }) => [name, amount]));
  const server = new Map(ofServer.map(({ name, amount }) => [name, amount]));
  const isMissing = (others: Map<string, number>, { name, amount }: Figure): boolean =>
    !(Math.abs((others.get(name) ?? Number.NaN) - amount) < 0.0101);
  const differing = [
    ...ofServer.filter((row) => isMissing(tasks, row)).map((row) => `${row.name}  server ${row.amount}`),
    ...ofTasks.filter((row) => isMissing(server, row)).map((row) => `${row.name}  tasks ${row.amount}`),
  ];
  print(
    `${ofServer.length} ${what} of the server, ${ofTasks.length} of the tasks, ${differing.length} differ\n`,
  );
  for (const line of differing.sort().slice(0, 10)) print(`  ${line}\n`);
  if (differing.length > 0 || ofServer.length === 0) process.exitCode = 1;
}
