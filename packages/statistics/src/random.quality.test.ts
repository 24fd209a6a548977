import { describe, expect, it } from 'vitest';
import * as normal from './distributions/normal.ts';
import { randomStream } from './random.ts';

/**
 * Statistical quality with fixed seeds: the numbers are the same on every run, so these cannot fail by chance.
 * A good generator exceeds each bound for about one seed in ten thousand (four standard deviations or the
 * equivalent); the seeds were not searched for.
 */
const chiSquare = (counts: ArrayLike<number>, expected: number): number =>
  Array.from(counts).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);

/** How many standard deviations a chi-square lies from its mean, for many degrees of freedom. */
const deviations = (value: number, degrees: number): number =>
  Math.abs(value - degrees) / Math.sqrt(2 * degrees);

describe('the numbers of one stream', () => {
  it('have even bytes, in each of the four places', () => {
    const random = randomStream(99, 'bytes');
    const counts = [0, 1, 2, 3].map(() => new Float64Array(256));
    for (let draw = 0; draw < 256_000; draw++) {
      const word = random.nextUint32();
      for (const place of [0, 1, 2, 3]) counts[place]![(word >>> (8 * place)) & 255]! += 1;
    }
    for (const place of counts) expect(deviations(chiSquare(place, 1000), 255)).toBeLessThan(4);
  });

  it('have even pairs: 64 × 64 cells for one number and the next', () => {
    const random = randomStream(99, 'pairs');
    const counts = new Float64Array(4096);
    for (let pair = 0; pair < 409_600; pair++) {
      counts[Math.floor(random.next() * 64) * 64 + Math.floor(random.next() * 64)]! += 1;
    }
    expect(deviations(chiSquare(counts, 100), 4095)).toBeLessThan(4);
  });

  it('do not remember: no correlation over lags 1 to 10', () => {
    const random = randomStream(99, 'lags');
    const draws = Float64Array.from({ length: 100_000 }, () => random.next() - 0.5);
    for (let lag = 1; lag <= 10; lag++) {
      let product = 0;
      for (let index = lag; index < draws.length; index++) product += draws[index]! * draws[index - lag]!;
      // Variance 1/12; standard error of the correlation 1/√100000 = 0.00316.
      expect(Math.abs((product / draws.length) * 12)).toBeLessThan(0.0127);
    }
  });

  it('make runs of the length they should: up and down (Knuth, 3.3.2 G, for independent numbers)', () => {
    const random = randomStream(99, 'runs');
    const draws = Array.from({ length: 60_000 }, () => random.next());
    let turns = 0;
    for (let index = 1; index + 1 < draws.length; index++) {
      const [before, here, after] = [draws[index - 1]!, draws[index]!, draws[index + 1]!];
      if (here > before === here > after) turns += 1;
    }
    // Turning points of n independent numbers: mean 2 (n − 2) / 3, variance (16 n − 29) / 90.
    expect(Math.abs(turns - (2 * 59_998) / 3) / Math.sqrt((16 * 60_000 - 29) / 90)).toBeLessThan(4);
  });
});

describe('streams of neighbouring keys', () => {
  it.each([
    { keys: 'whole numbers', keyOf: (key: number): [string | number] => [key] },
    { keys: 'texts that end in a number', keyOf: (key: number): [string | number] => [`sku ${key}`] },
  ])('are even across streams: the n-th number of 25,600 streams, for $keys', ({ keyOf }) => {
    const streams = Array.from({ length: 25_600 }, (_, key) => randomStream(1, ...keyOf(key)));
    for (let place = 0; place < 5; place++) {
      const counts = new Float64Array(256);
      for (const stream of streams) counts[stream.nextUint32() >>> 24]! += 1;
      expect(deviations(chiSquare(counts, 100), 255)).toBeLessThan(4);
    }
  });

  it('flip half of the bits when the key or the seed moves by one', () => {
    let flipped = 0;
    for (let key = 0; key < 4000; key++) {
      const difference = randomStream(1, key).nextUint32() ^ randomStream(1, key + 1).nextUint32();
      const other = randomStream(key, 'x').nextUint32() ^ randomStream(key + 1, 'x').nextUint32();
      for (let bit = 0; bit < 32; bit++) flipped += ((difference >>> bit) & 1) + ((other >>> bit) & 1);
    }
    // 256,000 bits: standard deviation √64000 = 253.
    expect(Math.abs(flipped - 128_000)).toBeLessThan(4 * 253);
  });

  it('do not move together: correlation of 2,000 numbers each, for 200 pairs of neighbours', () => {
    let sumOfSquares = 0;
    for (let key = 0; key < 200; key++) {
      const [left, right] = [randomStream(6, 'store', key), randomStream(6, 'store', key + 1)];
      let product = 0;
      for (let draw = 0; draw < 2000; draw++) product += (left.next() - 0.5) * (right.next() - 0.5);
      sumOfSquares += ((product * 12) / Math.sqrt(2000)) ** 2;
    }
    // Each is about standard normal: the sum of their squares is chi-square with 200 degrees of freedom.
    expect(deviations(sumOfSquares, 200)).toBeLessThan(4);
  });

  it('give the same numbers whatever the order in which the streams are made and drawn from', () => {
    const keys = Array.from({ length: 50 }, (_, key) => key);
    const draw = (key: number) => randomStream(3, 'item', key).fork('day 1').nextUint32();
    const forwards = keys.map(draw);
    const backwards = keys.toReversed().map(draw).reverse();
    expect(backwards).toEqual(forwards);
    const streams = keys.map((key) => randomStream(3, 'item', key).fork('day 1'));
    const interleaved = [0, 1, 2].map(() => streams.map((stream) => stream.nextUint32()));
    expect(interleaved[0]).toEqual(forwards);
  });
});

describe('normal draws', () => {
  it('have the mean, variance, skewness and kurtosis of the normal distribution', () => {
    const random = randomStream(12, 'normal');
    const count = 100_000;
    const moments = [0, 0, 0, 0];
    for (let draw = 0; draw < count; draw++) {
      const z = normal.sample(random);
      for (const power of [1, 2, 3, 4]) moments[power - 1]! += z ** power / count;
    }
    // Variances of z, z², z³, z⁴ are 1, 2, 15, 96.
    for (const [index, [expected, variance]] of [
      [0, 1],
      [1, 2],
      [0, 15],
      [3, 96],
    ].entries()) {
      expect(Math.abs(moments[index]! - expected!)).toBeLessThan(4 * Math.sqrt(variance! / count));
    }
  });
});
