import { percent, textTable, whole } from './text-table.ts';

export type PlanKind = 'TRANSFER' | 'MARKDOWN' | 'LIQUIDATE' | 'WRITE OFF' | 'MIXED';

/** One plan for one batch, what it promised and what came of it. */
export interface ReplayedPlan {
  kind: PlanKind;
  /** Plans of one item share its customers. */
  item: string;
  expected: number;
  low: number;
  high: number;
  chanceOfGain: number;
  /** One per future. */
  realised: number[];
}

/** Promises against what came, per company; empty groups are left out. */
export function planTable(groups: [string, ReplayedPlan[]][], companies: number): string {
  return textTable(
    [
      { heading: 'plans', align: 'left' },
      ...['n', 'expected', 'realised', '±', 'realised/expected', 'gained', 'said', 'in 80 % range'].map(
        (heading) => ({ heading }),
      ),
    ],
    groups.filter(([, plans]) => plans.length > 0).map(([name, plans]) => planRow(name, plans, companies)),
  );
}

function planRow(name: string, plans: ReplayedPlan[], companies: number): string[] {
  const expected = sum(plans.map((plan) => plan.expected));
  const realised = sum(plans.map((plan) => mean(plan.realised)));
  const each = plans.flatMap((plan) => plan.realised.map((saved) => ({ saved, plan })));
  const share = (holds: (one: (typeof each)[number]) => boolean): number =>
    each.filter(holds).length / each.length;
  return [
    name,
    whole(plans.length),
    (expected / companies).toFixed(2),
    (realised / companies).toFixed(2),
    (biasError(plans) / companies).toFixed(2),
    expected > 0 ? percent(realised / expected, 0) : '',
    percent(
      share(({ saved }) => saved > 0.005),
      0,
    ),
    percent(mean(plans.map(({ chanceOfGain }) => chanceOfGain)), 0),
    percent(
      share(({ saved, plan }) => saved >= plan.low - 0.005 && saved <= plan.high + 0.005),
      0,
    ),
  ];
}

/** Standard error of the sum of realised less expected, with items as the independent units. */
function biasError(plans: ReplayedPlan[]): number {
  const byItem = new Map<string, number>();
  for (const plan of plans)
    byItem.set(plan.item, (byItem.get(plan.item) ?? 0) + mean(plan.realised) - plan.expected);
  const errors = [...byItem.values()];
  const centre = mean(errors);
  return Math.sqrt(sum(errors.map((error) => (error - centre) ** 2)));
}

export function mean(values: number[]): number {
  return sum(values) / values.length;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
