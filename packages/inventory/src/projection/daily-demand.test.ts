import { negativeBinomial, normal, poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTable, drawCount } from './count-table.ts';
import { prepareCustomers, sampleDemandPaths } from './daily-demand.ts';
import { drawKey, pathHash, uniformUint32 } from './keyed-draws.ts';
import { knownDemand } from './testing/drawn-demand.ts';

const TWO_32 = 4294967296;

describe('countTable', () => {
  it('keeps given probabilities and their mean', () => {
    const table = countTable([0.5, 0.25, 0.25], 'demand');
    expect([...table.probabilities]).toEqual([0.5, 0.25, 0.25]);
    expect(table.mean).toBe(0.75);
  });

  it('draws by inversion: the smallest count whose probability is not used up', () => {
    const table = countTable([0.5, 0.25, 0.25], 'demand');
    const drawn = [0, 0.4999, 0.5, 0.7499, 0.75, 0.9999].map((u) => drawCount(table, u * TWO_32));
    expect(drawn).toEqual([0, 0, 1, 1, 2, 2]);
    expect(drawCount(countTable([0, 0, 1], 'demand'), 0)).toBe(2);
    expect(drawCount(countTable([1], 'demand'), TWO_32 - 1)).toBe(0);
  });

  it('takes a distribution of counts', () => {
    const mean = 3.5;
    const table = countTable(poisson.distribution({ mean }), 'demand');
    expect(table.mean).toBeCloseTo(mean, 9);
    expect(table.probabilities[4]).toBeCloseTo(poisson.pmf(4, { mean }), 14);
    for (const u of [0.001, 0.2, 0.5, 0.9, 0.99999]) {
      expect(drawCount(table, u * TWO_32)).toBe(poisson.quantile(u, { mean }));
    }
    const size = 0.7;
    const lumpy = countTable(negativeBinomial.distribution({ mean, size }), 'demand');
    expect(drawCount(lumpy, 0.9 * TWO_32)).toBe(negativeBinomial.quantile(0.9, { mean, size }));
  });

  it('refuses what is no distribution of counts, and takes its nearest neighbour', () => {
    expect(() => countTable([0.5, 0.4], 'demand')).toThrow('demand adds up to 0.9; it must add up to 1');
    expect(countTable([0.5, 0.5], 'demand').mean).toBe(0.5);
    expect(() => countTable([1.5, -0.5], 'demand')).toThrow('demand[0] is 1.5; it must lie between 0 and 1');
    expect(() => countTable([Number.NaN], 'demand')).toThrow('demand[0] is NaN');
    const continuous = normal.distribution({ mean: 5, standardDeviation: 1 });
    expect(() => countTable(continuous, 'demand')).toThrow('demand.support is continuous; it must be counts');
    const endless = poisson.distribution({ mean: 3e6 });
    expect(() => countTable(endless, 'demand')).toThrow('it must stay below 1048576');
  });
});

describe('keyed draws', () => {
  it('are the same for the same seed, names, path and counter, and others for any other', () => {
    const draw = (seed: number | string, names: string[], path: number, counter: number) => {
      const key = drawKey(seed, ...names);
      return uniformUint32(key, pathHash(key, path), counter);
    };
    const one = draw(7, ['demand'], 3, 5);
    expect(draw('7', ['demand'], 3, 5)).toBe(one);
    const others = [
      draw(8, ['demand'], 3, 5),
      draw(7, ['lead time'], 3, 5),
      draw(7, ['demand'], 4, 5),
      draw(7, ['demand'], 3, 6),
    ];
    expect(new Set([one, ...others]).size).toBe(5);
    expect(drawKey(1, 'ab', 'c')).not.toEqual(drawKey(1, 'a', 'bc'));
  });

  it('are uniform and unrelated from day to day and from path to path', () => {
    const key = drawKey(1, 'demand');
    const count = 200_000;
    const cells = new Float64Array(64);
    let lagged = 0;
    let before = 0;
    for (let path = 0; path < 2000; path++) {
      const hash = pathHash(key, path);
      for (let day = 0; day < 100; day++) {
        const u = uniformUint32(key, hash, day) / TWO_32;
        cells[Math.floor(u * 64)]!++;
        lagged += (u - 0.5) * (before - 0.5) * 12;
        before = u;
      }
    }
    const expected = count / 64;
    const chiSquare = cells.reduce((sum, cell) => sum + (cell - expected) ** 2 / expected, 0);
    // 63 degrees of freedom: 4 standard deviations above the mean.
    expect(chiSquare).toBeLessThan(63 + 4 * Math.sqrt(126));
    expect(Math.abs(lagged / count)).toBeLessThan(4 / Math.sqrt(count));
  });
});

describe('demand as daily distributions', () => {
  it('is drawn with its mean, day by day', () => {
    const daily = [poisson.distribution({ mean: 2 }), [0, 0, 0, 1]];
    const { paths, days, units } = sampleDemandPaths({ demand: { daily }, paths: 20_000, seed: 3 });
    expect([paths, days]).toEqual([20_000, 2]);
    let first = 0;
    for (let path = 0; path < paths; path++) {
      first += units[path * 2]!;
      expect(units[path * 2 + 1]).toBe(3);
    }
    expect(Math.abs(first / paths - 2)).toBeLessThan(4 * Math.sqrt(2 / paths));
  });

  it('has no path in common between seeds, and does not depend on how many paths there are', () => {
    const demand = { daily: new Array(20).fill(poisson.distribution({ mean: 5 })) };
    const few = sampleDemandPaths({ demand, paths: 3, seed: 1 });
    const many = sampleDemandPaths({ demand, paths: 9, seed: 1 });
    expect([...many.units.subarray(0, 60)]).toEqual([...few.units]);
    expect(sampleDemandPaths({ demand, paths: 3, seed: 2 }).units).not.toEqual(few.units);
  });

  it('asks for at least one day', () => {
    expect(() => sampleDemandPaths({ demand: { daily: [] }, paths: 1, seed: 1 })).toThrow(
      'demand.daily.length is 0',
    );
    expect(sampleDemandPaths({ demand: { daily: [[1]] }, paths: 1, seed: 1 }).units[0]).toBe(0);
  });
});

describe('a change of demand', () => {
  const customers = (factor: number, fromDay = 2, units = [10, 10, 10]) => {
    const prepared = prepareCustomers({
      demand: knownDemand(...units),
      freshestFirstShare: 0,
      seed: 1,
      demandChanges: [{ fromDay, factor }],
    });
    prepared.meet(0);
    return [...prepared.wanted];
  };

  it('multiplies the customers from its day on', () => {
    expect(customers(1.5)).toEqual([10, 15, 15]);
    expect(customers(0)).toEqual([10, 0, 0]);
    expect(customers(2, 4)).toEqual([10, 10, 10]);
  });

  it('rounds a fraction so that the mean is scaled exactly', () => {
    const wanted = customers(0.33, 1, new Array(50_000).fill(1));
    const mean = wanted.reduce((sum, each) => sum + each, 0) / wanted.length;
    expect(Math.abs(mean - 0.33)).toBeLessThan(4 * Math.sqrt((0.33 * 0.67) / wanted.length));
  });

  it('never brings fewer customers at a larger factor', () => {
    const factor = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(factor, factor, fc.array(fc.nat(9), { minLength: 1 }), (a, b, units) => {
        const fewer = customers(Math.min(a, b), 1, units);
        const more = customers(Math.max(a, b), 1, units);
        more.forEach((each, day) => {
          expect(each).toBeGreaterThanOrEqual(fewer[day]!);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('multiplies with another one', () => {
    const prepared = prepareCustomers({
      demand: knownDemand(4, 4),
      freshestFirstShare: 0,
      seed: 1,
      demandChanges: [
        { fromDay: 1, factor: 2 },
        { fromDay: 2, factor: 0.25 },
      ],
    });
    prepared.meet(0);
    expect([...prepared.wanted]).toEqual([8, 2]);
  });

  it('names a factor that is none', () => {
    expect(() => customers(-0.1)).toThrow('factor of a demand change is -0.1; it must be a finite number');
    expect(() => customers(Number.POSITIVE_INFINITY)).toThrow('factor of a demand change is Infinity');
    const twice = (first: number, second: number) =>
      prepareCustomers({
        demand: knownDemand(1),
        freshestFirstShare: 0,
        seed: 1,
        demandChanges: [first, second].map((factor) => ({ fromDay: 1, factor })),
      });
    expect(() => twice(1e200, 1e200)).toThrow(
      'factors of demand changes multiply to Infinity; it must be a finite number',
    );
    expect(() => twice(1e200, 1e9).meet(0)).toThrow('it must bring at most 2147483647');
    const large = twice(2 ** 30, 1.5);
    large.meet(0);
    expect([...large.wanted]).toEqual([1.5 * 2 ** 30]);
    expect(() => customers(1, 0)).toThrow('fromDay of a demand change is 0');
    expect(customers(1, 1)).toEqual([10, 10, 10]);
  });
});

describe('freshest-first customers', () => {
  const input = { demand: knownDemand(5, 5), freshestFirstShare: 0.5, seed: 1 };

  it('may be given beforehand for the demand as it is, and not otherwise', () => {
    const freshestFirst = Int32Array.of(2, 3);
    const prepared = prepareCustomers({ ...input, freshestFirst });
    prepared.meet(0);
    expect([...prepared.freshest!]).toEqual([2, 3]);
    const demandChanges = [{ fromDay: 1, factor: 2 }];
    expect(() => prepareCustomers({ ...input, freshestFirst, demandChanges })).toThrow(
      'freshestFirst is given; it must be absent when demand is drawn or changed',
    );
    expect(() => prepareCustomers({ ...input, freshestFirst: Int32Array.of(1) })).toThrow(
      'freshestFirst has 1 cells, demand.units 2',
    );
  });

  it('do not choose when all or none of them take the freshest', () => {
    expect(prepareCustomers({ ...input, freshestFirstShare: 0 }).freshest).toBeUndefined();
    const all = prepareCustomers({ ...input, freshestFirstShare: 1 });
    expect([all.freshest, all.allFreshest]).toEqual([undefined, true]);
  });

  it('come on as many paths as demand has', () => {
    expect(() => prepareCustomers({ ...input, paths: 2 })).toThrow('paths is 2, demand.paths is 1');
    expect(prepareCustomers({ ...input, paths: 1 }).paths).toBe(1);
  });
});

describe('the demand of a projection', () => {
  const given = (units: ArrayLike<number>, freshestFirst?: number[]) => () =>
    prepareCustomers({
      demand: { paths: 1, days: 2, units: units as Int32Array },
      freshestFirstShare: 0.5,
      seed: 1,
      ...(freshestFirst ? { freshestFirst: Int32Array.from(freshestFirst) } : {}),
    });

  it('is whole units, none of them negative', () => {
    expect(given([0.5, 1])).toThrow('demand.units[0] is 0.5; it must be a whole number, at least 0');
    expect(given([1, Number.NaN])).toThrow('demand.units[1] is NaN; it must be a whole number, at least 0');
    expect(given([1, 2 ** 31])).toThrow('demand.units[1] is 2147483648');
    expect(given([0, 2 ** 31 - 1])).not.toThrow();
  });

  it('has no more and no fewer customers who take the freshest than there are', () => {
    expect(given([1, 2], [1, 3])).toThrow('freshestFirst[1] is 3; it must be 0 to the demand, 2');
    expect(given([1, 2], [-1, 2])).toThrow('freshestFirst[0] is -1; it must be 0 to the demand, 1');
    expect(given([1, 2], [0, 2])).not.toThrow();
    expect(given([1, 2], [1, 0])).not.toThrow();
  });

  it('is drawn on at most ten million paths', () => {
    const drawn = (paths: number) => () =>
      prepareCustomers({ demand: { daily: [[1]] }, paths, freshestFirstShare: 0, seed: 1 }).paths;
    expect(drawn(10_000_001)).toThrow('paths is 10000001; it must be at most 10000000');
    expect(drawn(10_000_000)()).toBe(10_000_000);
  });
});
