import { sql } from 'kysely';
import { addDays } from '../platform/calendar.ts';
import type { NightlyContext, Platform } from '../platform/capability.ts';
import { type Tx, withOrganization } from '../platform/database/index.ts';
import { invalid } from '../platform/http/errors.ts';
import {
  cents,
  firstOutcomeDay,
  outcomesByType,
  riskFigures,
  savingsSeries,
  standingActions,
  summarizeActions,
} from './action-queries.ts';
import { findKeptStockPart, keepDashboard, type StockPart } from './kept-figures.ts';
import type { Dashboard, DashboardQuery, Savings, SavingsQuery } from './schema.ts';
import { costOfGoodsSold, meanInventory, newestSnapshot, stockFigures, yearDays } from './stock-queries.ts';

export type Analytics = ReturnType<typeof createService>;

/** Points of a chart beyond which nobody can read it. */
const maxPeriods = 1_100;
const daysOf = { day: 1, week: 7, month: 28 } as const;

export function createService({ database }: Pick<Platform, 'database'>) {
  /** One picture: all figures are read from the same state of the data. */
  const reading = <Result>(orgId: string, read: (tx: Tx) => Promise<Result>) =>
    withOrganization(database, orgId, read, { readOnly: true, isolation: 'repeatable read' });

  return {
    dashboard: (orgId: string, query: DashboardQuery) => reading(orgId, (tx) => readDashboard(tx, query)),
    actionsSummary: (orgId: string) => reading(orgId, summarizeActions),
    savings: (orgId: string, query: SavingsQuery) => reading(orgId, (tx) => readSavings(tx, query)),

    /** Keeps the figures of the newest snapshot: today's dashboard answers from them, a past one can be read as it was. */
    async keepFigures({ orgId }: Pick<NightlyContext, 'orgId'>): Promise<Record<string, number>> {
      return withOrganization(
        database,
        orgId,
        async (tx) => {
          const figures = await readDashboard(tx, {}, 'afresh');
          if (figures.snapshot_date === null) return { snapshots: 0 };
          await keepDashboard(tx, figures.snapshot_date, figures);
          return { snapshots: 1 };
        },
        { isolation: 'repeatable read', retries: 3 },
      );
    },
  };
}

async function readDashboard(
  tx: Tx,
  { from, to, store_id: storeId }: DashboardQuery,
  stock: 'kept' | 'afresh' = 'kept',
): Promise<Dashboard> {
  const period = { from, to, storeId };
  const snapshotDate = await newestSnapshot(tx, to);
  const mayBeKept = stock === 'kept' && snapshotDate !== null && storeId === undefined;
  const kept = mayBeKept ? await findKeptStockPart(tx, snapshotDate) : undefined;
  const risk = await riskFigures(tx, to, storeId);
  const standing = await standingActions(tx, period);
  const outcomes = await outcomesByType(tx, period);
  const organization = await sql<{ currency: string }>`
    select currency from platform.organizations where org_id = ${tx.orgId}`.execute(tx);
  return {
    snapshot_date: snapshotDate,
    ...risk,
    currency: organization.rows[0]?.currency ?? 'EUR',
    recovered_value: cents(sum(outcomes, 'recovered_value')),
    cleared_units: sum(outcomes, 'cleared_units'),
    potential_savings: cents(sum(standing, 'proposed_savings')),
    approved_savings: cents(sum(standing, 'approved_savings')),
    open_actions: sum(standing, 'proposed'),
    approved_actions: sum(standing, 'approved'),
    done_actions: sum(outcomes, 'actions'),
    rejected_actions: sum(standing, 'rejected'),
    ...(kept ?? (await readStockPart(tx, snapshotDate, storeId))),
    by_type: standing.map(({ action_type, proposed, approved, proposed_savings }, index) => ({
      action_type,
      proposed,
      approved,
      done: outcomes[index]?.actions ?? 0,
      expected_savings: proposed_savings,
      recovered_value: outcomes[index]?.recovered_value ?? 0,
    })),
  };
}

async function readStockPart(
  tx: Tx,
  snapshotDate: string | null,
  storeId: string | undefined,
): Promise<StockPart> {
  if (snapshotDate === null) {
    const nothing = { inventory_turnover: null, inventory_turnover_basis: null };
    return { inventory_value: null, unvalued_units: 0, write_off: null, ...nothing };
  }
  const stock = await stockFigures(tx, snapshotDate, storeId);
  return {
    inventory_value: stock.inventory_value,
    unvalued_units: stock.unvalued_units,
    write_off: { batches: stock.expired_batches, units: stock.expired_units, value: stock.expired_value },
    ...(await readTurnover(tx, snapshotDate, storeId)),
  };
}

/** Cost of goods sold in a year over mean inventory value at cost; a shorter history is scaled up and says so. */
async function readTurnover(
  tx: Tx,
  snapshotDate: string,
  storeId: string | undefined,
): Promise<Pick<Dashboard, 'inventory_turnover' | 'inventory_turnover_basis'>> {
  const sold = await costOfGoodsSold(tx, snapshotDate, storeId);
  if (sold === undefined) return { inventory_turnover: null, inventory_turnover_basis: null };
  const { mean_inventory_value, snapshots } = await meanInventory(tx, snapshotDate, storeId);
  const days = (Date.parse(sold.to) - Date.parse(sold.from)) / 86_400_000 + 1;
  const costInAYear = (sold.cost_of_goods_sold * yearDays) / days;
  return {
    inventory_turnover:
      mean_inventory_value > 0 ? Math.round((100 * costInAYear) / mean_inventory_value) / 100 : null,
    inventory_turnover_basis: { ...sold, days, annualised: days < yearDays, mean_inventory_value, snapshots },
  };
}

async function readSavings(tx: Tx, query: SavingsQuery): Promise<Savings> {
  const { granularity } = query;
  const asked = { from: query.from, to: query.to, storeId: query.store_id, actionType: query.action_type };
  const { first, today } = await firstOutcomeDay(tx, asked);
  const to = query.to ?? (query.from !== undefined && query.from > today ? query.from : today);
  const from = query.from ?? (first !== null && first < to ? first : to);
  if (addDays(from, maxPeriods * daysOf[granularity]) < to) {
    throw invalid(
      'kpis.too_many_periods',
      `From ${from} to ${to} has more than ${maxPeriods} periods of a ${granularity}. Ask for a shorter time or longer periods.`,
      {
        details: [{ field: 'granularity', message: 'too fine for this time' }],
      },
    );
  }
  const period = { ...asked, from, to };
  const series = await savingsSeries(tx, granularity, period);
  const byType = await outcomesByType(tx, period);
  return {
    granularity,
    from,
    to,
    series,
    by_type: byType.map(({ cleared_units: _units, ...figures }) => figures),
    total: {
      recovered_value: cents(sum(byType, 'recovered_value')),
      expected_savings: cents(sum(byType, 'expected_savings')),
      actions: sum(byType, 'actions'),
    },
  };
}

function sum<Field extends string>(rows: readonly Record<Field, number>[], field: Field): number {
  return rows.reduce((total, row) => total + row[field], 0);
}
