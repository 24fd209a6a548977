import { z } from 'zod';

const share = z.number().min(0).max(1);
const percent = z.number().min(0).max(100);
/** At 100 % off there is no price whose effect on demand could be estimated. */
const discount = z.number().min(0).max(99);
const money = z.number().min(0).max(1_000_000);

const laneRule = z.strictObject({
  lead_time_days: z.number().int().min(0).max(60),
  cost_per_unit: money,
  fixed_cost: money,
});

/**
 * The rules of the business for expiring stock. Each change is a new version,
 * and every risk and proposal names the version it was made under.
 */
export const expiryRules = z
  .strictObject({
    freshest_first_percentage: share
      .default(0.2)
      .describe('Share of customers who take the freshest unit on the shelf, 0–1.'),
    handling_margin_days: z
      .number()
      .int()
      .min(0)
      .max(60)
      .default(0)
      .describe('Days before the expiry date on which a batch leaves the shelf.'),
    high_risk_score: percent.default(70).describe('From this score on a batch always gets a proposal.'),
    propose_from_score: percent.default(30).describe('Batches below this score get no proposal.'),
    min_at_risk_value: money
      .default(5)
      .describe('Batches whose expected loss at cost is below this get no proposal.'),
    min_savings: money.default(2).describe('A proposal saves at least this much.'),
    markdown_allowed: z.boolean().default(true),
    markdown_noticed_percentage: share
      .default(0.5)
      .describe(
        'Share of the extra customers of a price cut who come when only one batch carries it, 0–1. Elasticity is measured on promotions, which are advertised.',
      ),
    min_discount_pct: discount.default(10),
    max_discount_pct: discount.default(70),
    discount_step_pct: z.number().min(1).max(100).default(10),
    min_price_share_of_cost_percentage: share
      .default(0.3)
      .describe('A marked-down price stays at or above this share of the unit cost, 0–1.'),
    liquidation_recovery_percentage: share
      .default(0.15)
      .describe('What a liquidator pays, as a share of the unit cost, 0–1.'),
    liquidation_handling_per_unit: money.default(0.05),
    disposal_cost_per_unit: money.default(0.1).describe('What it costs to throw a unit away.'),
    transfer_allowed: z.boolean().default(true),
    max_transfers_per_batch: z.number().int().min(1).max(10).default(2),
    replenished_within_days: z
      .number()
      .int()
      .min(1)
      .max(365)
      .default(28)
      .describe('A store that received the item within so many days will buy what it lacks.'),
    default_lane_same_zone: laneRule
      .nullable()
      .default({ lead_time_days: 1, cost_per_unit: 0.08, fixed_cost: 6 })
      .describe('Between stores of one zone without a lane of their own; null forbids it.'),
    default_lane_other_zone: laneRule
      .nullable()
      .default(null)
      .describe('Between zones without a lane; null forbids it.'),
  })
  .refine((rules) => rules.min_discount_pct <= rules.max_discount_pct, {
    path: ['min_discount_pct'],
    message: 'must not exceed max_discount_pct',
  })
  .meta({ title: 'ExpiryRules' });

export type ExpiryRules = z.output<typeof expiryRules>;

/** The rules of an organization that has not set its own: version 1. */
export const defaultRules: ExpiryRules = expiryRules.parse({});
