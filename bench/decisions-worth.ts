import { parseArgs } from 'node:util';
import { type SimulatedCompany, simulateCompany } from '@granary/inventory/simulation';
import type { BatchRemedy, ItemElasticity } from '../packages/server/src/expiry/propose-task.ts';
import { longestLifeDays } from './batch-outcomes.ts';
import { followPlan, type ItemOutcome, itemOutcome, replayDays } from './decision-value.ts';
import { mean, type PlanKind, planTable, type ReplayedPlan } from './plan-table.ts';
import { type PlannedCompany, type PlannedItem, planCompany, proposeForCompany } from './planned-company.ts';
import { print, textTable, whole } from './text-table.ts';

/*
 * What are the proposals worth? Simulated grocers are planned at their end by
 * the product's own tasks. Each plan is carried out by itself, and all plans of
 * an item together, and the same customers come as without it, in several
 * futures. Realised savings stand against expected ones.
 */
const { values: flags } = parseArgs({
  options: {
    companies: { type: 'string', default: '6' },
    stores: { type: 'string', default: '8' },
    items: { type: 'string', default: '100' },
    days: { type: 'string', default: '400' },
    futures: { type: 'string', default: '8' },
    'first-seed': { type: 'string', default: '201' },
  },
});
const futures = Number(flags.futures);
interface Arm {
  name: string;
  ownMarkdown: boolean;
  levelKnown?: boolean;
  elasticityOf?: (item: PlannedItem, estimated: ItemElasticity) => ItemElasticity;
}

const product: Arm = { name: 'the product', ownMarkdown: true };
const withoutRule: Arm = { name: 'company without its own markdown', ownMarkdown: false };
const arms: Arm[] = [
  product,
  withoutRule,
  {
    name: 'true elasticity',
    ownMarkdown: true,
    elasticityOf: (item, estimated) => exactly(-item.history.item.elasticity, estimated),
  },
  { name: 'level of demand known', ownMarkdown: true, levelKnown: true },
  {
    name: 'level and true elasticity',
    ownMarkdown: true,
    levelKnown: true,
    elasticityOf: (item, estimated) => exactly(-item.history.item.elasticity, estimated),
  },
  {
    name: '… and no own markdown',
    ownMarkdown: false,
    levelKnown: true,
    elasticityOf: (item, estimated) => exactly(-item.history.item.elasticity, estimated),
  },
];

interface ArmResult {
  plans: ReplayedPlan[];
  /** All plans of an item at once, summed over items; means over futures. */
  without: ItemOutcome;
  together: ItemOutcome;
}

const results = new Map<string, ArmResult>(
  arms.map(({ name }) => [
    name,
    { plans: [], without: { value: 0, wastedUnits: 0 }, together: { value: 0, wastedUnits: 0 } },
  ]),
);
let tooLong = 0;
const startedAt = performance.now();
for (let n = 0; n < Number(flags.companies); n += 1) {
  const company = simulateCompany({
    seed: Number(flags['first-seed']) + n,
    endDate: '2026-11-15',
    days: Number(flags.days),
    stores: Number(flags.stores),
    items: Number(flags.items),
  });
  const fitted = planCompany(company);
  const known = planCompany(company, { levelKnown: true });
  for (const arm of arms) replayArm(company, arm.levelKnown === true ? known : fitted, arm);
}
report();

function replayArm(company: SimulatedCompany, planned: PlannedCompany, arm: Arm): void {
  const result = results.get(arm.name) as ArmResult;
  const estimateOf = (item: PlannedItem): ItemElasticity =>
    planned.elasticities.get(item.sku_id) as ItemElasticity;
  const { elasticityOf } = arm;
  const remedies = proposeForCompany(company, planned, (item) =>
    elasticityOf ? elasticityOf(item, estimateOf(item)) : estimateOf(item),
  ).filter(({ comparison }) => comparison.plan.length > 0);
  for (const item of planned.items) {
    const ofItem = remedies.filter(({ sku_id, sellableDays }) => {
      if (sku_id !== item.sku_id) return false;
      if (sellableDays + 14 <= longestLifeDays) return true;
      tooLong += 1;
      return false;
    });
    if (ofItem.length > 0) replayItem(company, planned, item, ofItem, arm, result);
  }
}

function replayItem(
  company: SimulatedCompany,
  planned: PlannedCompany,
  item: PlannedItem,
  remedies: BatchRemedy[],
  arm: Arm,
  result: ArmResult,
): void {
  const days = replayDays(company, item, remedies);
  const outcomes = (plan: BatchRemedy[]): ItemOutcome[] =>
    Array.from({ length: futures }, (_, future) =>
      itemOutcome(company, item, planned.rules, {
        days,
        future,
        ownMarkdown: arm.ownMarkdown,
        ...(plan.length > 0 ? { plan: followPlan(plan, item, planned.rules) } : {}),
      }),
    );
  const without = outcomes([]);
  const gains = (withPlan: ItemOutcome[]): number[] =>
    withPlan.map(({ value }, future) => value - (without[future] as ItemOutcome).value);
  for (const remedy of remedies) {
    const { comparison } = remedy;
    result.plans.push({
      kind: kindOf(remedy),
      item: `${company.seed} ${item.sku_id}`,
      expected: comparison.expectedSavings,
      low: comparison.savingsLow,
      high: comparison.savingsHigh,
      chanceOfGain: comparison.probabilityOfGain,
      realised: gains(outcomes([remedy])),
    });
  }
  addMean(result.without, without);
  addMean(result.together, outcomes(remedies));
}

function addMean(total: ItemOutcome, outcomes: ItemOutcome[]): void {
  total.value += mean(outcomes.map(({ value }) => value));
  total.wastedUnits += mean(outcomes.map(({ wastedUnits }) => wastedUnits));
}

function report(): void {
  print(
    `${flags.companies} companies of ${flags.stores} stores and ${flags.items} items, ${futures} futures each; `,
  );
  print('savings in money per company at one evening, mean over futures\n');
  const plansOf = ({ name }: Arm): ReplayedPlan[] => (results.get(name) as ArmResult).plans;
  const plans = plansOf(product);
  const kinds: PlanKind[] = ['TRANSFER', 'MARKDOWN', 'LIQUIDATE', 'MIXED', 'WRITE OFF'];
  section('The product, by what the plan does', [
    ...kinds.map((kind): [string, ReplayedPlan[]] => [kind, plans.filter((plan) => plan.kind === kind)]),
    ['all', plans],
  ]);
  print(
    "\nAll plans of these items at once, and the company's own rule: 30 % off some items on the last day\n",
  );
  print(ruleTable());
  const promising = (from: number, to: number): ReplayedPlan[] =>
    plans.filter(({ chanceOfGain }) => chanceOfGain >= from && chanceOfGain < to);
  section('The product, by what it promised', [
    ['gains with ≥ 90 %', promising(0.9, 2)],
    ['70–90 %', promising(0.7, 0.9)],
    ['below 70 %', promising(0, 0.7)],
    ['safe: ≥ 90 %, low > 0', promising(0.9, 2).filter(({ low }) => low > 0)],
  ]);
  section(
    'One thing at a time, all plans',
    arms.map((arm) => [arm.name, plansOf(arm)]),
  );
  for (const kind of ['MARKDOWN', 'TRANSFER'] as const)
    section(
      `One thing at a time, ${kind} alone`,
      arms.map((arm) => [arm.name, plansOf(arm).filter((plan) => plan.kind === kind)]),
    );
  if (tooLong > 0) print(`\n${tooLong} plans for longer lives than can be replayed are left out.\n`);
  print(`\n${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
  if (plans.length === 0) {
    process.stderr.write('FAILED: no plan came out\n');
    process.exitCode = 1;
  }
}

function section(title: string, groups: [string, ReplayedPlan[]][]): void {
  print(`\n${title}\n${planTable(groups, Number(flags.companies))}`);
}

/** The own rule acts on every batch of the days replayed, a plan on one batch of one evening. */
function ruleTable(): string {
  const companies = Number(flags.companies);
  const bare = results.get(withoutRule.name) as ArmResult;
  const ruled = results.get(product.name) as ArmResult;
  const rows: [string, ItemOutcome][] = [
    ['nothing', bare.without],
    ['own rule', ruled.without],
    ['plans', bare.together],
    ['own rule and plans', ruled.together],
  ];
  return textTable(
    [
      { heading: 'what is done', align: 'left' },
      { heading: 'value over nothing' },
      { heading: 'wasted units' },
    ],
    rows.map(([name, { value, wastedUnits }]) => [
      name,
      ((value - bare.without.value) / companies).toFixed(2),
      whole(wastedUnits / companies),
    ]),
  );
}

function kindOf({ comparison }: BatchRemedy): PlanKind {
  const kinds = new Set(comparison.plan.map(({ kind, dispose }): PlanKind => (dispose ? 'WRITE OFF' : kind)));
  return kinds.size === 1 ? ([...kinds][0] as PlanKind) : 'MIXED';
}

function exactly(value: number, estimated: ItemElasticity): ItemElasticity {
  return { ...estimated, value, low: value, high: value };
}
