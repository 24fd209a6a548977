import { z } from 'zod';
import { actionTypes } from '../actions/index.ts';

const money = z.number();
const day = z.iso.date();
const code = z.string().min(1).max(100);

const actionCounts = z.object({ count: z.number().int(), expected_savings: money });

export const actionsSummaryReply = z
  .object({
    snapshot_date: z.string().nullable().describe('The snapshot whose risk is summed up.'),
    proposed: actionCounts,
    approved: actionCounts,
    done: z.object({ count: z.number().int(), recovered_value: money }),
    at_risk_value: money.describe(
      'Value at risk of all batches of that snapshot, with or without an action.',
    ),
    safe: actionCounts
      .extend({ action_ids: z.array(z.number().int()) })
      .describe(
        'Proposed, still in time, a chance of gain of at least 90 % and a positive saving at the low end.',
      ),
  })
  .meta({ title: 'ActionsSummary' });
export type ActionsSummary = z.output<typeof actionsSummaryReply>;

const period = {
  from: day.optional().describe('First day of the outcomes counted; absent: from the beginning.'),
  to: day
    .optional()
    .describe('Last day of the outcomes counted, and of the stock looked at; absent: today, newest.'),
  store_id: code.optional(),
};

const inOrder = {
  check: (query: { from?: string | undefined; to?: string | undefined }) =>
    query.from === undefined || query.to === undefined || query.from <= query.to,
  problem: { path: ['to'], message: 'must not be before from' },
};

export const dashboardQuery = z.strictObject(period).refine(inOrder.check, inOrder.problem);
export type DashboardQuery = z.output<typeof dashboardQuery>;

/** What follows from the loaded files alone. */
export const stockPart = z.object({
  inventory_value: money
    .nullable()
    .describe('On hand × unit cost: of the batch, else the latest of the item, else its list price.'),
  unvalued_units: z
    .number()
    .describe('Units on hand without any cost or price; they count as 0 in the value.'),
  inventory_turnover: z
    .number()
    .nullable()
    .describe('Cost of goods sold in a year over mean inventory value; null without sales, stock or cost.'),
  inventory_turnover_basis: z
    .object({
      from: z.string(),
      to: z.string(),
      days: z.number().int(),
      annualised: z.boolean().describe('The sales cover less than 365 days and were scaled up to a year.'),
      cost_of_goods_sold: money.describe('Of these days, not scaled.'),
      mean_inventory_value: money,
      snapshots: z.number().int().describe('Stock counts the mean is taken over.'),
    })
    .nullable(),
  write_off: z
    .object({
      batches: z.number().int(),
      units: z.number(),
      value: money,
    })
    .nullable()
    .describe('Stock past its expiry date at snapshot_date.'),
});

export const dashboardReply = z
  .object({
    snapshot_date: z.string().nullable().describe('Newest stock count of the period; null without one.'),
    risk_snapshot_date: z
      .string()
      .nullable()
      .describe('Newest assessed snapshot of the period; older than snapshot_date until the next run.'),
    currency: z.string(),
    at_risk_value: money,
    at_risk_units: z.number(),
    high_risk_batches: z.number().int().describe("Batches from the rules' high_risk_score on."),
    recovered_value: money.describe('Recorded outcomes of completed actions only.'),
    cleared_units: z.number().int(),
    potential_savings: money.describe('Expected savings of the open proposals.'),
    approved_savings: money.describe('Expected savings of approved actions that are not done.'),
    open_actions: z.number().int(),
    approved_actions: z.number().int(),
    done_actions: z.number().int().describe('With an outcome in the period.'),
    rejected_actions: z
      .number()
      .int()
      .describe("Rejected in the period, Granary's own withdrawals not counted."),
    ...stockPart.shape,
    by_type: z.array(
      z.object({
        action_type: z.enum(actionTypes),
        proposed: z.number().int(),
        approved: z.number().int(),
        done: z.number().int(),
        expected_savings: money.describe('Of the proposed ones.'),
        recovered_value: money,
      }),
    ),
  })
  .meta({ title: 'Dashboard' });
export type Dashboard = z.output<typeof dashboardReply>;

export const savingsQuery = z
  .strictObject({
    ...period,
    granularity: z.enum(['day', 'week', 'month']).default('month').describe('Weeks start on Monday.'),
    action_type: z.enum(actionTypes).optional(),
  })
  .refine(inOrder.check, inOrder.problem);
export type SavingsQuery = z.output<typeof savingsQuery>;

const savingsFigures = {
  recovered_value: money,
  expected_savings: money.describe('What the same actions were expected to save.'),
  actions: z.number().int().describe('Actions with an outcome.'),
};

export const savingsReply = z
  .object({
    granularity: z.enum(['day', 'week', 'month']),
    from: z.string(),
    to: z.string(),
    series: z.array(z.object({ period_start: z.string(), ...savingsFigures })),
    by_type: z.array(z.object({ action_type: z.enum(actionTypes), ...savingsFigures })),
    total: z.object(savingsFigures),
  })
  .meta({ title: 'Savings' });
export type Savings = z.output<typeof savingsReply>;
