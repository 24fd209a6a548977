import { randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binFeatures, chooseBinning } from './binned-features.ts';
import { type BoostOptions, boost } from './boost.ts';
import { contributionsOf, importanceOf, scoresOf } from './boosted-trees.ts';
import { quantileLoss } from './losses/quantile-loss.ts';
import { selectInPlace } from './losses/select-in-place.ts';
import { squaredLoss } from './losses/squared-loss.ts';
import { poissonLoss, tweedieLoss } from './losses/tweedie-loss.ts';

const OPTIONS: BoostOptions = {
  loss: squaredLoss,
  trees: 1,
  learningRate: 1,
  leaves: 2,
  depth: 4,
  leafWeight: 1,
  shrinkage: 0,
  gain: 0,
  rowShare: 1,
  featureShare: 1,
  seed: 1,
};

function tableOf(columns: number[][] | Float64Array[], mostBins = 63) {
  const arrays = columns.map((column) => Float64Array.from(column));
  return binFeatures(arrays, chooseBinning({ columns: arrays, mostBins }));
}

const uniform = (seed: number, length: number): Float64Array => {
  const random = randomStream(seed);
  return Float64Array.from({ length }, () => random.next());
};

describe('one tree', () => {
  // Targets 1 1 5 9, cut after the second: means 1 and 7, the sum of squares falls from 44 to 8.
  const table = tableOf([[10, 20, 30, 40]]);
  const targets = Float64Array.of(1, 1, 5, 9);

  it('cuts where the squared error falls most, and predicts the mean of each side', () => {
    expect([...scoresOf(boost(table, targets, OPTIONS), table)]).toEqual([1, 1, 7, 7]);
  });

  it('shrinks a leaf by lambda: residuals of -6 and 6 over 2 rows and lambda 1 move by 2', () => {
    const shrunk = scoresOf(boost(table, targets, { ...OPTIONS, shrinkage: 1 }), table);
    expect([...shrunk]).toEqual([2, 2, 6, 6]);
  });

  it('makes no leaf smaller than it may be, and no split that gains too little', () => {
    expect(boost(table, targets, { ...OPTIONS, leafWeight: 3 }).trees).toHaveLength(0);
    // Gain of the cut is 6²/2 + 6²/2 = 36.
    expect(boost(table, targets, { ...OPTIONS, gain: 37 }).trees).toHaveLength(0);
    expect(boost(table, targets, { ...OPTIONS, gain: 35 }).trees).toHaveLength(1);
  });

  it('sends missing values to the side they resemble', () => {
    const missing = tableOf([[10, 20, 30, 40, Number.NaN, Number.NaN]]);
    const high = scoresOf(boost(missing, Float64Array.of(1, 1, 7, 7, 7, 7), OPTIONS), missing);
    expect([...high]).toEqual([1, 1, 7, 7, 7, 7]);
    const low = scoresOf(boost(missing, Float64Array.of(1, 1, 7, 7, 1, 1), OPTIONS), missing);
    expect([...low]).toEqual([1, 1, 7, 7, 1, 1]);
  });

  it('tells missing from known values where that is what matters', () => {
    const missing = tableOf([[10, 20, 30, 40, Number.NaN, Number.NaN]]);
    const scores = scoresOf(boost(missing, Float64Array.of(2, 2, 2, 2, 8, 8), OPTIONS), missing);
    expect([...scores]).toEqual([2, 2, 2, 2, 8, 8]);
  });
});

describe('boosting', () => {
  const rows = 4000;
  const columns = [1, 2, 3, 4, 5].map((seed) => uniform(seed, rows));
  const noise = uniform(6, rows);
  const signal = Float64Array.from(columns[0]!, (x, row) => (x > 0.6 ? 2 : 0) + 3 * columns[1]![row]! ** 2);
  const targets = signal.map((value, row) => value + 0.2 * (noise[row]! - 0.5));
  const table = tableOf(columns);
  const options = { ...OPTIONS, trees: 120, learningRate: 0.1, leaves: 12, leafWeight: 10, shrinkage: 1 };

  it('finds a function of two of five features', () => {
    const model = boost(table, targets, options);
    const scores = scoresOf(model, table);
    const rmse = Math.sqrt(scores.reduce((sum, score, row) => sum + (score - signal[row]!) ** 2, 0) / rows);
    expect(rmse).toBeLessThan(0.06);
    const importance = importanceOf([model], 5);
    expect(importance[0]! + importance[1]!).toBeGreaterThan(0.99);
    expect(importance.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
  });

  it('explains each score to the last digit', () => {
    const model = boost(table, targets, { ...options, trees: 20 });
    const scores = scoresOf(model, table);
    for (const row of [0, 17, 3999]) {
      const { base, features } = contributionsOf(model, table, row);
      expect(base + features.reduce((sum, amount) => sum + amount)).toBeCloseTo(scores[row]!, 10);
    }
  });

  it('gives the same bytes again, and other trees for another seed', () => {
    const drawn = { ...options, trees: 10, rowShare: 0.5, featureShare: 0.5 };
    expect(boost(table, targets, drawn)).toEqual(boost(table, targets, drawn));
    expect(boost(table, targets, { ...drawn, seed: 2 }).trees).not.toEqual(
      boost(table, targets, drawn).trees,
    );
  });

  it('stops when the latest rows no longer gain, and keeps the trees up to their best', () => {
    const noisy = uniform(9, rows);
    const stopped = boost(table, noisy, { ...options, validationFrom: 3000, patience: 5 });
    expect(stopped.trees.length).toBeLessThan(20);
    const learned = boost(table, targets, { ...options, validationFrom: 3000, patience: 5 });
    expect(learned.trees.length).toBeGreaterThan(40);
    expect(learned.validationLoss).toBeLessThan(0.5 * 0.07 ** 2);
  });

  it('does not see the rows it is validated on', () => {
    const changed = targets.map((target, row) => (row >= 3000 ? -target : target));
    const few = { ...options, trees: 3, validationFrom: 3000, patience: 100 };
    const [model, other] = [boost(table, targets, few), boost(table, changed, few)];
    expect(other.start).toBe(model.start);
    expect(other.trees).toEqual(model.trees.slice(0, other.trees.length));
  });

  it('depends on the order of feature values only', () => {
    const stretched = tableOf([columns[0]!.map((x) => Math.exp(9 * x)), ...columns.slice(1)]);
    const few = { ...options, trees: 10 };
    expect(scoresOf(boost(stretched, targets, few), stretched)).toEqual(
      scoresOf(boost(table, targets, few), table),
    );
  });

  it.each([0.1, 0.5, 0.9])(
    'holds a share of %f below that quantile, where the spread changes too',
    (level) => {
      const spread = columns[0]!.map((x, row) => (x > 0.5 ? 10 : 1) * noise[row]!);
      const model = boost(table, spread, { ...options, trees: 60, leaves: 4, loss: quantileLoss(level) });
      const scores = scoresOf(model, table);
      for (const wide of [false, true]) {
        const chosen = [...spread.keys()].filter((row) => columns[0]![row]! > 0.5 === wide);
        const below = chosen.filter((row) => spread[row]! <= scores[row]!).length / chosen.length;
        expect(Math.abs(below - level)).toBeLessThan(0.03);
      }
    },
  );

  it.each([poissonLoss, tweedieLoss(1.5)])('finds means of counts through a log link: $name', (loss) => {
    const random = randomStream('counts');
    // Geometric counts, mean 0.5 on one side and 4 on the other.
    const side = columns[2]!.map(Math.round);
    const means = side.map((wide) => (wide === 1 ? 4 : 0.5));
    const counts = means.map((mean) => Math.floor(Math.log(1 - random.next()) / Math.log(mean / (1 + mean))));
    const sides = tableOf([side, columns[3]!]);
    const scores = scoresOf(boost(sides, counts, { ...options, trees: 60, leaves: 3, loss }), sides);
    for (const wide of [false, true]) {
      const chosen = [...means.keys()].filter((row) => means[row]! > 1 === wide);
      const observed = chosen.reduce((sum, row) => sum + counts[row]!, 0);
      const predicted = chosen.reduce((sum, row) => sum + loss.outcome(scores[row]!), 0);
      expect(Math.abs(predicted / observed - 1)).toBeLessThan(0.03);
    }
  });
});

describe('losses', () => {
  const targets = Float64Array.of(0, 1, 3, 7);

  it.each([squaredLoss, poissonLoss, tweedieLoss(1.3), quantileLoss(0.7)])(
    '$name has the slope it says',
    (loss) => {
      const [gradients, curvatures] = [new Float64Array(4), new Float64Array(4)];
      const scores = Float64Array.of(0.3, 0.9, 1.1, 1.6);
      loss.derivatives(targets, scores, gradients, curvatures);
      const total = (at: Float64Array): number => 4 * loss.meanLoss(targets, at, 0);
      for (let row = 0; row < 4; row++) {
        const moved = (by: number): Float64Array =>
          scores.map((score, at) => (at === row ? score + by : score));
        expect(gradients[row]).toBeCloseTo((total(moved(1e-6)) - total(moved(-1e-6))) / 2e-6, 5);
      }
    },
  );

  it.each([squaredLoss, poissonLoss, tweedieLoss(1.3), quantileLoss(0.7)])(
    '$name starts at the best constant',
    (loss) => {
      const at = (score: number): number => loss.meanLoss(targets, new Float64Array(4).fill(score), 0);
      const best = loss.constantScore(targets);
      for (const other of [-0.5, -0.1, 0.1, 0.5]) expect(at(best)).toBeLessThanOrEqual(at(best + other));
    },
  );

  it('refuses a power of 2 and a level of 1, and takes those just inside', () => {
    expect(() => tweedieLoss(2)).toThrow('power is 2; it must be at least 1 and below 2');
    expect(tweedieLoss(1.99).name).toBe('tweedie(1.99)');
    expect(() => quantileLoss(1)).toThrow('level is 1; it must lie between 0 and 1');
    expect(quantileLoss(0.99).name).toBe('quantile(0.99)');
  });

  it('selects what sorting would put in a place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -9, max: 9 }), { minLength: 1 }),
        fc.nat(),
        (values, place) => {
          const sorted = Float64Array.from(values).sort();
          const at = place % values.length;
          expect(selectInPlace(Float64Array.from(values), at) === sorted[at]).toBe(true);
        },
      ),
    );
  });
});

describe('bins', () => {
  it('keeps few distinct values apart, and missing ones in bin 0', () => {
    const table = tableOf([[5, 1, Number.NaN, 1, 9]], 3);
    expect([...table.bins]).toEqual([2, 1, 0, 1, 3]);
  });

  it('spreads many values evenly and in order, up to 254 bins', () => {
    const values = uniform(4, 10_000);
    const table = tableOf([values], 254);
    const counts = new Int32Array(256);
    for (const bin of table.bins) counts[bin]!++;
    expect(counts[0]).toBe(0);
    expect(Math.max(...counts)).toBeLessThan(60);
    const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
    for (let at = 1; at < order.length; at++) {
      expect(table.bins[order[at]!]! >= table.bins[order[at - 1]!]!).toBe(true);
    }
  });

  it('puts values it has not seen into the outermost bins', () => {
    const columns = [Float64Array.of(1, 2, 3)];
    const binning = chooseBinning({ columns, mostBins: 10 });
    expect([...binFeatures([Float64Array.of(-1e9, 1e9)], binning).bins]).toEqual([1, 3]);
  });
});
