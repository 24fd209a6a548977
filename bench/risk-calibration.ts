import { parseArgs } from 'node:util';
import { type SimulatedCompany, simulateCompany } from '@granary/inventory/simulation';
import { type FollowedItem, followItem } from './batch-outcomes.ts';
import {
  type CalibrationScores,
  calibrationScores,
  type JudgedBatch,
  reliability,
} from './calibration-scores.ts';
import { type PlannedCompany, planCompany } from './planned-company.ts';
import type { HistoryReading } from './recorded-series.ts';
import { assessVariant, type BatchForecast, type PathMemory, type RiskVariant } from './risk-variants.ts';
import { percent, print, textTable, whole } from './text-table.ts';

/*
 * Does a risk of 70 % come true seven times in ten? Simulated grocers are judged
 * at their end by the product's own tasks; then nothing is decided and the days
 * go on until each batch has expired, in several futures. After the product's
 * own grade, one thing at a time is replaced by the truth to see where the
 * error comes from. Ends with code 1 only when something fails.
 */
const { values: flags } = parseArgs({
  options: {
    companies: { type: 'string', default: '6' },
    stores: { type: 'string', default: '8' },
    items: { type: 'string', default: '80' },
    days: { type: 'string', default: '400' },
    futures: { type: 'string', default: '6' },
    'first-seed': { type: 'string', default: '101' },
  },
});
const futures = Number(flags.futures);

/** Judged under a variant: what was said against what happened, per batch and future. */
interface Case {
  name: string;
  reading: HistoryReading;
  variant: RiskVariant;
  ownMarkdown?: boolean;
}

const product: Case = { name: 'the product', reading: 'recorded', variant: {} };
const cases: Case[] = [
  product,
  { ...product, name: 'stock-outs unseen', reading: 'stock-outs unseen' },
  { ...product, name: 'stock-outs known', reading: 'stock-outs known' },
  { ...product, name: 'past demand known', reading: 'demand known' },
  { ...product, name: 'freshest share known', variant: { shareKnown: true } },
  { ...product, name: 'deliveries known', variant: { deliveries: 'known' } },
  { ...product, name: 'promotions ahead known', variant: { promotionsKnown: true } },
  { ...product, name: 'demand ahead known', variant: { demandKnown: true } },
  { ...product, name: 'own markdown known', variant: { ownMarkdownKnown: true } },
  { ...product, name: 'no own markdown', ownMarkdown: false },
  {
    ...product,
    name: 'demand, share known',
    variant: { demandKnown: true, shareKnown: true },
  },
  {
    ...product,
    name: 'demand, share, deliveries known',
    variant: { demandKnown: true, shareKnown: true, deliveries: 'known' },
  },
  {
    name: '… and no own markdown',
    reading: 'recorded',
    ownMarkdown: false,
    variant: { demandKnown: true, shareKnown: true, deliveries: 'known' },
  },
  {
    ...product,
    name: 'all of these known',
    variant: { demandKnown: true, shareKnown: true, deliveries: 'known', ownMarkdownKnown: true },
  },
  { ...product, name: 'guess: endless deliveries', variant: { deliveries: 'endless' } },
  {
    ...product,
    name: 'guess: deliveries at usual stock',
    variant: { deliveries: 'at usual stock' },
  },
  {
    ...product,
    name: '… and own markdown known',
    variant: { deliveries: 'at usual stock', ownMarkdownKnown: true },
  },
  {
    ...product,
    name: '… and promotions known',
    variant: { deliveries: 'at usual stock', ownMarkdownKnown: true, promotionsKnown: true },
  },
];

interface JudgedIn extends JudgedBatch {
  promotionAhead: boolean;
  lifeDays: number;
  joined: boolean;
}

const judgedBy = new Map<string, JudgedIn[]>(cases.map(({ name }) => [name, []]));
const startedAt = performance.now();
for (let n = 0; n < Number(flags.companies); n += 1) {
  judgeCompany(Number(flags['first-seed']) + n);
}
report();

function judgeCompany(seed: number): void {
  const company = simulateCompany({
    seed,
    endDate: '2026-11-15',
    days: Number(flags.days),
    stores: Number(flags.stores),
    items: Number(flags.items),
  });
  const plans = new Map<HistoryReading, PlannedCompany>();
  const planOf = (reading: HistoryReading): PlannedCompany => {
    const planned = plans.get(reading) ?? planCompany(company, { reading });
    plans.set(reading, planned);
    return planned;
  };
  const recorded = planOf('recorded');
  const follow = (ownMarkdown: boolean): FollowedItem[] =>
    recorded.items.map((item) => followItem(company, item, { futures, ownMarkdown }));
  const asItIs = follow(true);
  const withoutMarkdown = follow(false);
  for (const at of recorded.items.keys()) {
    const memories = new Map<HistoryReading, PathMemory>();
    for (const one of cases) {
      const followed = (one.ownMarkdown === false ? withoutMarkdown : asItIs)[at] as FollowedItem;
      const memory = memories.get(one.reading) ?? new Map();
      memories.set(one.reading, memory);
      judgeItem(company, planOf(one.reading), at, followed, one, memory);
    }
  }
}

function judgeItem(
  company: SimulatedCompany,
  planned: PlannedCompany,
  at: number,
  followed: FollowedItem,
  one: Case,
  memory: PathMemory,
): void {
  if (followed.batches.length === 0) return;
  const item = planned.items[at] as PlannedCompany['items'][number];
  let said = assessVariant(company, planned, item, followed, one.variant, { future: 0, memory });
  if (one === product) requireSame(planned, item.sku_id, said);
  for (let future = 0; future < futures; future += 1) {
    if (one.variant.deliveries === 'known' && future > 0)
      said = assessVariant(company, planned, item, followed, one.variant, { future, memory });
    for (const batch of followed.batches) {
      const forecast = said.get(batch.key) as BatchForecast;
      judgedBy.get(one.name)?.push({
        cluster: batch.cluster,
        probability: forecast.wasteProbability,
        expectedUnits: forecast.unsoldUnits,
        unitCost: batch.unitCost,
        wastedUnits: batch.wastedUnits[future] as number,
        promotionAhead: batch.promotionAhead,
        lifeDays: batch.lifeDays,
        joined: (batch.laterUnits[future] as number) > 0,
      });
    }
  }
}

/** The variants are built beside the product's task; without a change they must say what it says. */
function requireSame(planned: PlannedCompany, skuId: string, said: Map<string, BatchForecast>): void {
  for (const row of planned.risk) {
    if (row.sku_id !== skuId) continue;
    const forecast = said.get(`${row.store_id} ${row.sku_id} ${row.batch_id}`);
    if (forecast && Math.abs(forecast.wasteProbability - row.p_waste) > 1e-5)
      throw new Error(
        `${row.store_id} ${skuId} ${row.batch_id}: the product says ${row.p_waste}, this benchmark ${forecast.wasteProbability}`,
      );
  }
}

function report(): void {
  const judged = judgedBy.get(product.name) as JudgedIn[];
  print(
    `${flags.companies} companies of ${flags.stores} stores and ${flags.items} items, ${flags.days} days, ${futures} futures each\n`,
  );
  print('\nThe product: chance that a batch wastes a unit, said and seen\n');
  print(
    textTable(
      ['said', 'batches', 'mean said', 'seen', 'std error', 'units said', 'units seen'].map((heading) => ({
        heading,
      })),
      reliability(judged).map(({ from, to, scores }) => [
        `${from.toFixed(1)}–${to.toFixed(1)}`,
        whole(scores.n / futures),
        scores.predicted.toFixed(3),
        scores.observed.toFixed(3),
        scores.standardError.toFixed(3),
        whole(scores.expectedUnits / futures),
        whole(scores.wastedUnits / futures),
      ]),
    ),
  );
  print('\nOne thing at a time\n');
  print(scoreTable(cases.map(({ name }) => [name, judgedBy.get(name) as JudgedIn[]])));
  print('\nThe product, by kind of batch\n');
  const kinds: [string, (batch: JudgedIn) => boolean][] = [
    ['life to 3 days', ({ lifeDays }) => lifeDays <= 3],
    ['life 4–7', ({ lifeDays }) => lifeDays > 3 && lifeDays <= 7],
    ['life 8–21', ({ lifeDays }) => lifeDays > 7 && lifeDays <= 21],
    ['life from 22', ({ lifeDays }) => lifeDays > 21],
    ['promotion in its life', ({ promotionAhead }) => promotionAhead],
    ['no promotion', ({ promotionAhead }) => !promotionAhead],
    ['lot came again later', ({ joined }) => joined],
  ];
  print(scoreTable(kinds.map(([name, belongs]) => [name, judged.filter(belongs)])));
  print(
    `\n${verdict(calibrationScores(judged))}\n${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`,
  );
}

function scoreTable(rows: [string, JudgedIn[]][]): string {
  return textTable(
    [
      { heading: 'case', align: 'left' },
      ...['n', 'said', 'seen', '± gap', 'gap by class', 'Brier', 'of rate', 'units', '±', 'value'].map(
        (heading) => ({
          heading,
        }),
      ),
    ],
    rows
      .filter(([, judged]) => judged.length > 0)
      .map(([name, judged]) => {
        const scores = calibrationScores(judged);
        return [
          name,
          whole(scores.n / futures),
          scores.predicted.toFixed(3),
          scores.observed.toFixed(3),
          scores.standardError.toFixed(3),
          scores.meanGap.toFixed(3),
          scores.brier.toFixed(4),
          scores.brierOfRate.toFixed(4),
          percent(scores.unitBias),
          percent(scores.unitBiasError),
          percent(scores.valueBias),
        ];
      }),
  );
}

function verdict({
  predicted,
  observed,
  standardError,
  unitBias,
  unitBiasError,
  brier,
  brierOfRate,
}: CalibrationScores): string {
  const gap = predicted - observed;
  const isClear = (value: number, error: number): boolean => Math.abs(value) > 2 * error;
  const chance = isClear(gap, standardError)
    ? `The chance is ${gap < 0 ? 'too low' : 'too high'} by ${percent(Math.abs(gap))} points on average`
    : 'The chance is right on average';
  const units = isClear(unitBias, unitBiasError)
    ? `expected waste is ${unitBias < 0 ? 'too low' : 'too high'} by ${percent(Math.abs(unitBias))} (± ${percent(unitBiasError)})`
    : `expected waste is right within its error (${percent(unitBias)} ± ${percent(unitBiasError)})`;
  return `Verdict: ${chance}; ${units}; it explains ${percent(1 - brier / brierOfRate)} of the Brier score of the base rate.`;
}
