import type { Frequency, Regressor, TimeSeries } from '@granary/forecasting';
import { normal, poisson, type RandomStream, randomChoice, randomStream } from '@granary/statistics';

export interface HostileSeries {
  /** what is wrong with it */
  kind: string;
  series: TimeSeries;
  horizon: number;
}

type Values = (length: number, random: RandomStream) => number[];

const many = (length: number, value: (index: number) => number): number[] =>
  Array.from({ length }, (_, index) => value(index));

const KINDS: Readonly<Record<string, Values>> = {
  empty: () => [],
  'one point': (_, random) => [1000 * random.next()],
  constant: (length, random) => many(length, () => 7 * (1 + Math.floor(9 * random.next() ** 9))),
  'exactly constant': (length) => many(length, () => 0.1),
  zeros: (length) => many(length, () => 0),
  'one sale': (length) => many(length, (index) => (index === length >> 1 ? 3 : 0)),
  'sold last': (length) => many(length, (index) => (index === length - 1 ? 5 : 0)),
  'nothing known': (length) => many(length, () => Number.NaN),
  infinities: (length, random) => many(length, (index) => (index % 9 === 4 ? Infinity : 10 * random.next())),
  gaps: (length, random) => many(length, (index) => (random.next() < 0.6 ? Number.NaN : 5 + (index % 7))),
  'gap at the end': (length) => many(length, (index) => (index > length / 2 ? Number.NaN : index)),
  'gap in front': (length) => many(length, (index) => (index < length / 2 ? Number.NaN : 9 + (index % 3))),
  spikes: (length, random) => many(length, () => (random.next() < 0.03 ? 1e9 : 10 + normal.sample(random))),
  'one huge value': (length) => many(length, (index) => (index === length - 2 ? 1e12 : 1)),
  tiny: (length, random) => many(length, () => 1e-12 * (1 + random.next())),
  huge: (length, random) => many(length, () => 1e12 * (1 + random.next())),
  'tiny to huge': (length, random) => many(length, () => 10 ** (-12 + 24 * random.next())),
  exploding: (length) => many(length, (index) => 1.3 ** Math.min(index, 100)),
  dying: (length) => many(length, (index) => 1e6 * 0.7 ** index),
  line: (length) => many(length, (index) => 3 * index),
  'falling line': (length) => many(length, (index) => Math.max(0, 100 - 2 * index)),
  'exact season': (length) => many(length, (index) => 10 + 5 * (index % 12)),
  alternating: (length) => many(length, (index) => (index % 2) * 8),
  step: (length) => many(length, (index) => (index < length / 2 ? 1 : 1000)),
  'stopped selling': (length, random) =>
    many(length, (index) => (index < length / 2 ? poisson.sample(random, { mean: 4 }) : 0)),
  intermittent: (length, random) => many(length, () => poisson.sample(random, { mean: 0.2 })),
  negative: (length, random) => many(length, () => 5 * normal.sample(random)),
  'random walk': (length, random) => {
    let level = 0;
    return many(length, () => (level += normal.sample(random)));
  },
  'nearly constant': (length, random) => many(length, () => 1e6 + 1e-6 * random.next()),
  demand: (length, random) =>
    many(length, (index) => poisson.sample(random, { mean: 20 + 10 * Math.sin(index / 2) })),
};

const NAMES = Object.keys(KINDS);
const PERIODS: readonly (readonly number[])[] = [
  [],
  [4],
  [7],
  [12],
  [24, 168],
  [52],
  [7, 365.25],
  [1],
  [1000],
  [0, -1, 2.5, Number.NaN, 1e9, Number.POSITIVE_INFINITY],
  [7, 7, 4],
  [2],
];
/** The third is no day, the last two no calendar days. */
const START_DATES = [undefined, '2024-02-29', 'hello', '2024-02-30', ''];
const FREQUENCIES: readonly (Frequency | undefined)[] = [undefined, 'daily', 'weekly', 'monthly', 'yearly'];
/** A plain array, others that hold numbers, and what JSON makes of numbers that are none. */
const HOLDERS: readonly ((values: number[]) => ArrayLike<number>)[] = [
  (values) => values,
  (values) => values,
  (values) => Float64Array.from(values),
  (values) => Float32Array.from(values),
  (values) => values.map((value) => (Number.isNaN(value) ? (undefined as unknown as number) : value)),
  (values) => JSON.parse(JSON.stringify(values)) as number[],
];
const LENGTHS: readonly number[] = [2, 3, 4, 5, 8, 13, 25, 40, 60, 100, 200];

/** The series of a number: the same number, the same series. Every kind comes round in turn. */
export function hostileSeries(index: number): HostileSeries {
  const random = randomStream('hostile', index);
  const kind = NAMES[index % NAMES.length]!;
  const length = randomChoice(random, LENGTHS);
  const values = KINDS[kind]!(length, random);
  const seasonalPeriods = randomChoice(random, PERIODS);
  const horizon = randomChoice(random, [1, 2, 7, 30]);
  const startDate = randomChoice(random, START_DATES);
  const frequency = randomChoice(random, FREQUENCIES);
  const regressors = random.next() < 0.3 ? hostileRegressors(values.length + horizon, random) : undefined;
  return {
    kind,
    horizon,
    series: {
      values: randomChoice(random, HOLDERS)(values),
      seasonalPeriods,
      ...(startDate === undefined ? {} : { startDate }),
      ...(frequency === undefined ? {} : { frequency }),
      ...(regressors === undefined ? {} : { regressors }),
    },
  };
}

/** Constant, collinear, unknown in part, too short, of one name, of values never seen, and one that is fine. */
function hostileRegressors(length: number, random: RandomStream): Regressor[] {
  const price = many(length, () => 1 + random.next());
  return [
    { name: 'price', values: price },
    { name: 'constant', values: many(length, () => 1) },
    { name: 'twice the price', values: price.map((value) => 2 * value) },
    { name: 'unknown in part', values: price.map((value, index) => (index % 5 === 2 ? Number.NaN : value)) },
    { name: 'too short', values: price.slice(0, length >> 1) },
    { name: 'huge', values: price.map((value) => 1e300 * value) },
    { name: 'price', values: many(length, () => random.next()) },
    { name: '', values: [] },
    { name: 'changes ahead', values: price.map((_, index) => (index < length / 2 ? index % 2 : 1e12)) },
  ];
}
