import { normal, poisson, randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorDrift } from './error-drift.ts';
import { inputDrift } from './input-drift.ts';
import { robustSpread } from './robust-spread.ts';

type Process = (length: number, key: string) => number[];

/** Monthly demand with a season of ±40 % and noise. */
const seasonal: Process = (length, key) => {
  const random = randomStream('seasonal', key);
  return Array.from(
    { length },
    (_, month) => 100 * (1 + 0.4 * Math.sin((2 * Math.PI * month) / 12)) + 15 * normal.sample(random),
  );
};

/** The same with noise that lasts [autoregression of 0.6]. */
const wandering: Process = (length, key) => {
  const random = randomStream('wandering', key);
  let level = 0;
  return Array.from({ length }, (_, month) => {
    level = 0.6 * level + 12 * normal.sample(random);
    return 100 * (1 + 0.4 * Math.sin((2 * Math.PI * month) / 12)) + level;
  });
};

const intermittent: Process = (length, key) => {
  const random = randomStream('intermittent', key);
  return Array.from({ length }, () => poisson.sample(random, { mean: 0.5 }));
};

const PROCESSES = { seasonal, wandering, intermittent };

/** Share of 400 series of 60 periods with 12 new ones, multiplied by `factor`, that raise an alert. */
function alerts(process: Process, factor: number): number {
  let found = 0;
  for (let run = 0; run < 400; run++) {
    const values = process(72, String(run));
    const recent = values.slice(60).map((value) => factor * value);
    if (inputDrift({ history: values.slice(0, 60), recent, seasonalPeriod: 12 }).state === 'drift') found++;
  }
  return found / 400;
}

describe('inputDrift', () => {
  it.each(Object.entries(PROCESSES))('raises an alert when the mean is threefold: %s', (name, process) => {
    expect(alerts(process, 3)).toBeGreaterThan(name === 'intermittent' ? 0.5 : 0.999);
  });

  it.each(Object.entries(PROCESSES))(
    'leaves unshifted noise alone, but for one in a hundred: %s',
    (_, process) => {
      expect(alerts(process, 1)).toBeLessThanOrEqual(0.01);
    },
  );

  it('says what it found', () => {
    const values = seasonal(72, 'words');
    const [history, recent] = [values.slice(0, 60), values.slice(60)];
    const risen = inputDrift({ history, recent: recent.map((value) => 3 * value), seasonalPeriod: 12 });
    expect(risen.message).toContain('Demand has risen');
    expect(risen.recentMean / risen.usualMean).toBeCloseTo(3, 0);
    const fallen = inputDrift({ history, recent: recent.map(() => 0), seasonalPeriod: 12 });
    expect(fallen.message).toContain('Demand has fallen');
    expect(inputDrift({ history, recent, seasonalPeriod: 12 }).message).toContain('No drift');
  });

  it('does not take part of a season for drift', () => {
    const values = seasonal(66, 'summer');
    expect(
      inputDrift({ history: values.slice(0, 60), recent: values.slice(60, 64), seasonalPeriod: 12 }).state,
    ).toBe('usual');
  });

  it('sees any change of what never varied, but no rounding', () => {
    const history = new Array<number>(20).fill(0.1);
    expect(inputDrift({ history, recent: [0.1 + 1e-16, 0.1] }).state).toBe('usual');
    expect(inputDrift({ history, recent: [0.3] })).toMatchObject({ state: 'drift', score: 1000 });
    expect(inputDrift({ history: new Array<number>(20).fill(0), recent: [0, 0] }).state).toBe('usual');
  });

  it('says when it cannot tell', () => {
    expect(inputDrift({ history: [1, 2, 3], recent: [9] })).toMatchObject({ state: 'too-short', score: 0 });
    expect(inputDrift({ history: seasonal(20, 'a'), recent: [Number.NaN] }).state).toBe('too-short');
  });

  it('does not depend on the unit, and never fails on values', () => {
    const value = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 50 }));
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 40 }),
        fc.array(value, { maxLength: 15 }),
        (history, recent) => {
          const drift = inputDrift({ history, recent, seasonalPeriod: 4 });
          expect(Number.isFinite(drift.score)).toBe(true);
          const scaled = inputDrift({
            history: history.map((units) => 1024 * units),
            recent: recent.map((units) => 1024 * units),
            seasonalPeriod: 4,
          });
          expect(scaled.score).toBe(drift.score);
        },
      ),
    );
  });

  it('refuses options out of range', () => {
    expect(() => inputDrift({ history: [], recent: [], seasonalPeriod: 0 })).toThrow('seasonalPeriod is 0');
    expect(() => inputDrift({ history: [], recent: [], threshold: 0 })).toThrow('threshold is 0');
  });
});

describe('errorDrift', () => {
  const errors = (length: number, key: string, shift = 0, spread = 1): number[] => {
    const random = randomStream('errors', key);
    return Array.from({ length }, () => 20 * (shift + spread * normal.sample(random)));
  };

  it('has the run length of the tables for the bias: 465 errors to a false alarm', () => {
    // Montgomery, Introduction to Statistical Quality Control, table 9.3: k = 1/2, h = 5, two-sided, no shift.
    let total = 0;
    const runs = 300;
    for (let run = 0; run < runs; run++) {
      const recent = errors(6000, `run ${run}`);
      const { alertAt } = firstBiasAlert(recent);
      total += alertAt + 1;
    }
    // The standard error is about 465 / √300 = 27; cutting errors at four deviations hardly matters.
    expect(total / runs).toBeGreaterThan(380);
    expect(total / runs).toBeLessThan(550);
  });

  /** Runs errorDrift on growing parts until one of the sums of the bias reached its limit. */
  function firstBiasAlert(recent: number[]): { alertAt: number } {
    const wanted = errors(60, 'known spread');
    const past = wanted.map((error) => (error * 20) / robustSpread(Float64Array.from(wanted)).spread);
    const reached = (length: number): boolean => {
      const { sums } = errorDrift({ past, recent: recent.slice(0, length), limit: 5 });
      return sums.tooHigh >= 5 || sums.tooLow >= 5;
    };
    let low = 0;
    let high = recent.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (reached(middle)) high = middle;
      else low = middle;
    }
    return { alertAt: high - 1 };
  }

  it('stands on a spread that one wild error hardly moves', () => {
    const past = errors(2000, 'spread');
    expect(robustSpread(Float64Array.from(past)).spread / 20).toBeCloseTo(1, 1);
    expect(
      robustSpread(Float64Array.of(...past, 1e9)).spread / robustSpread(Float64Array.from(past)).spread,
    ).toBeLessThan(1.05);
    // Half of them equal: the mean absolute deviation 1.25 says what is wild, and 5 is more than 3 x 1.2533 x 1.25.
    expect(robustSpread(Float64Array.of(0, 0, 0, 5)).values[3]).toBeCloseTo(3 * 1.2533 * 1.25, 10);
  });

  it('sees a bias of one and a half deviations within twenty errors', () => {
    const past = errors(60, 'past');
    expect(errorDrift({ past, recent: errors(20, 'high', 1.5) }).state).toBe('too-high');
    const low = errorDrift({ past, recent: errors(20, 'low', -1.5) });
    expect(low.state).toBe('too-low');
    expect(low.alertAt).toBeGreaterThanOrEqual(1);
    expect(low.alertAt).toBeLessThan(20);
  });

  it('sees errors of three times the size', () => {
    const past = errors(60, 'past');
    const states = Array.from(
      { length: 50 },
      (_, run) => errorDrift({ past, recent: errors(20, `wide ${run}`, 0, 3) }).state,
    );
    expect(states.filter((state) => state !== 'usual').length).toBeGreaterThanOrEqual(48);
    expect(states).toContain('less-accurate');
  });

  it('leaves errors alone that are as they were: fewer than seven alerts in a hundred series of 24', () => {
    let found = 0;
    for (let run = 0; run < 400; run++) {
      const all = errors(84, `usual ${run}`);
      if (errorDrift({ past: all.slice(0, 60), recent: all.slice(60) }).state !== 'usual') found++;
    }
    expect(found / 400).toBeLessThan(0.07);
  });

  it('does not take one wild error for drift', () => {
    const past = errors(60, 'past');
    expect(errorDrift({ past, recent: [0, 0, 1e9, 0, 0] }).state).toBe('usual');
    expect(errorDrift({ past, recent: [0, 0, 1e9, 1e9, 0] })).toMatchObject({
      state: 'too-high',
      alertAt: 3,
    });
  });

  it('says when it cannot tell, and refuses a limit out of range', () => {
    expect(errorDrift({ past: [1, 2], recent: [1] }).state).toBe('too-short');
    expect(errorDrift({ past: errors(9, 'a'), recent: [Number.NaN] }).state).toBe('too-short');
    expect(() => errorDrift({ past: [], recent: [], limit: 0 })).toThrow('limit is 0');
  });
});
