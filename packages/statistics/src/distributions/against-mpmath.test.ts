import { describe, expect, it } from 'vitest';
import type { Distribution } from '../distribution.ts';
import * as beta from './beta.ts';
import * as exponential from './exponential.ts';
import * as gamma from './gamma.ts';
import * as geometric from './geometric.ts';
import * as lognormal from './lognormal.ts';
import * as negativeBinomial from './negative-binomial.ts';
import * as normal from './normal.ts';
import * as poisson from './poisson.ts';
import { expectRelative } from './testing/expectations.ts';
import { type ReferenceValue, referenceValues } from './testing/reference-values.ts';
import * as uniform from './uniform.ts';

const made: Record<string, (first: number, second: number) => Distribution> = {
  normal: (mean, standardDeviation) => normal.distribution({ mean, standardDeviation }),
  lognormal: (logMean, logStandardDeviation) => lognormal.distribution({ logMean, logStandardDeviation }),
  gamma: (shape, scale) => gamma.distribution({ shape, scale }),
  beta: (alpha, b) => beta.distribution({ alpha, beta: b }),
  exponential: (mean) => exponential.distribution({ mean }),
  uniform: (low, high) => uniform.distribution({ low, high }),
  poisson: (mean) => poisson.distribution({ mean }),
  negativeBinomial: (mean, size) => negativeBinomial.distribution({ mean, size }),
  geometric: (probability) => geometric.distribution({ probability }),
};

describe('against values of 60 digits, bulk and tails', () => {
  const byDistribution = Object.groupBy(referenceValues(), ({ distribution }) => distribution);

  it.each(Object.keys(made))('%s', (name) => {
    const values = byDistribution[name] ?? [];
    expect(values.length).toBeGreaterThanOrEqual(8);
    for (const value of values) {
      const [first = 0, second = 0] = value.parameters;
      const distribution = made[name]!(first, second);
      expectValues(distribution, value);
      expectInverse(distribution, value);
    }
  });
});

function expectValues(d: Distribution, value: ReferenceValue): void {
  const { x } = value;
  for (const name of ['density', 'cdf', 'survival', 'loss', 'complementaryLoss'] as const) {
    expectRelative(d[name](x), value[name], 2e-12);
  }
  expectRelative(d.secondLoss(x), value.secondLoss, 2e-12);
  expectRelative(d.complementarySecondLoss(x), value.complementarySecondLoss, 2e-12);
  if (value.logDensity === undefined) expect(d.logDensity(x)).toBe(Number.NEGATIVE_INFINITY);
  else
    expect(Math.abs(d.logDensity(x) - value.logDensity)).toBeLessThan(
      1e-12 * (1 + Math.abs(value.logDensity)),
    );
}

/** The quantile of cdf(x) is x, as exactly as the rounding of cdf(x) allows. */
function expectInverse(d: Distribution, { x, density, cdf }: ReferenceValue): void {
  if (d.support === 'counts' || !(density > 0 && cdf < 0.9999)) return;
  const moved = (Math.abs(d.quantile(cdf) - x) * density) / cdf;
  expect(moved, `${d.quantile(cdf)} instead of ${x}`).toBeLessThan(
    1e-12 + (1e-15 * Math.abs(x) * density) / cdf,
  );
}
