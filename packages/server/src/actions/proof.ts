import { z } from 'zod';
import { actionTypes } from './action-type.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const money = z.number();
const spread = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const stockBand = z.object({ p10: z.array(z.number()), p50: z.array(z.number()), p90: z.array(z.number()) });

const termShape = z.object({
  name: z.string().describe('Stable name of the term.'),
  label: z.string().describe('The term in words.'),
  amount: money,
  store_id: z.string().nullable().optional().describe('Where it arises; null or absent: at the batch.'),
  quantity: z.number().optional().describe('Units behind the amount: amount = quantity × rate.'),
  rate: money.optional(),
});

const stepShape = z.object({
  action_type: z.enum(actionTypes),
  to_store: z.string().nullable(),
  to_store_name: z.string().nullable(),
  discount_pct: z.number().nullable(),
  qty: z.number(),
});

/**
 * What an action knew when it was proposed: inputs, terms, both futures, and
 * the versions of rules and model. Written by the capability that proposes,
 * never rewritten once the action is decided. It is about the whole plan for
 * the batch, of which the action may be one of several steps. Money in major
 * units of the organization's currency; low and high are the 10 % and 90 %
 * quantiles.
 */
export const proofShape = z
  .object({
    format: z.literal(1),
    made_at: z.string(),
    snapshot_date: day,
    rule_version: z.number().int(),
    seed: z.union([z.number(), z.string()]),
    paths: z.number().int().positive(),
    do_nothing: z.object({ unsold: spread, net_value: money }),
    with_action: z.object({ unsold: spread, net_value: money }),
    savings: spread.extend({ chance_of_gain: z.number().min(0).max(1) }),
    terms: z.array(termShape).describe('They add up to savings.mean.'),
    forecast: z.object({
      forecast_run_id: z.string().nullable(),
      model: z.string(),
      reason: z.string(),
      data_until: day.nullable(),
      mean_per_day: z.number(),
      parameters: z.record(z.string(), z.unknown()),
    }),
    price: z.object({
      price: money,
      unit_cost: money,
      unit_cost_source: z.enum(['batch', 'latest', 'mrp', 'none']),
      elasticity: z
        .object({
          value: z.number(),
          low: z.number(),
          high: z.number(),
          source: z.string(),
          price_changes: z.number().int(),
        })
        .nullable(),
    }),
    batches: z.array(
      z.object({
        batch_id: z.string(),
        units: z.number(),
        expiry_date: day,
        sellable_days: z.number().int(),
        upload_id: z.string().nullable(),
        row_no: z.number().int().nullable(),
        file_name: z.string().nullable(),
      }),
    ),
    alternatives: z.array(
      stepShape.extend({
        expected_savings: money.nullable(),
        rejected_because: z.string().nullable(),
        also: z.array(stepShape).optional().describe('The further steps, when the alternative has several.'),
      }),
    ),
    chart: z.object({
      dates: z.array(day),
      demand: stockBand.extend({ mean: z.array(z.number()) }),
      stock_without: stockBand,
      stock_with: stockBand,
      expiry_date: day,
    }),
    destination: z
      .object({
        store_id: z.string(),
        name: z.string(),
        lane: z.object({ lead_time_days: z.number().int(), cost_per_unit: money, fixed_cost: money }),
        mean_per_day: z.number(),
      })
      .optional(),
  })
  .meta({ title: 'Proof' });
export type Proof = z.output<typeof proofShape>;
