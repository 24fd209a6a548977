import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import gammaCdf from '@stdlib/stats-base-dists-gamma-cdf';
import gammaPdf from '@stdlib/stats-base-dists-gamma-pdf';
import gammaQuantile from '@stdlib/stats-base-dists-gamma-quantile';
import geometricCdf from '@stdlib/stats-base-dists-geometric-cdf';
import lognormalCdf from '@stdlib/stats-base-dists-lognormal-cdf';
import negativeBinomialCdf from '@stdlib/stats-base-dists-negative-binomial-cdf';
import negativeBinomialPmf from '@stdlib/stats-base-dists-negative-binomial-pmf';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import poissonCdf from '@stdlib/stats-base-dists-poisson-cdf';
import poissonPmf from '@stdlib/stats-base-dists-poisson-pmf';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import * as beta from './beta.ts';
import * as gamma from './gamma.ts';
import * as geometric from './geometric.ts';
import * as lognormal from './lognormal.ts';
import * as negativeBinomial from './negative-binomial.ts';
import * as normal from './normal.ts';
import * as poisson from './poisson.ts';
import { expectRelative } from './testing/expectations.ts';

const shape = fc.double({ min: 0.1, max: 200, noNaN: true });
const ratio = fc.double({ min: 0.3, max: 2.5, noNaN: true });
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });

function forAll(run: (shape: number, ratio: number, share: number) => void): void {
  fc.assert(fc.property(shape, ratio, share, run), { numRuns: 200 });
}

describe('in the bulk, where @stdlib is accurate', () => {
  it('normal and lognormal agree with it', () => {
    forAll((_, x, p) => {
      expectRelative(normal.cdf(-x), normalCdf(-x, 0, 1), 1e-12);
      if (Math.abs(p - 0.5) > 0.01) expectRelative(normal.quantile(p), normalQuantile(p, 0, 1), 1e-10);
      const parameters = { logMean: 0.2, logStandardDeviation: 0.7 };
      expectRelative(lognormal.cdf(x, parameters), lognormalCdf(x, 0.2, 0.7), 1e-11);
    });
  });

  it('gamma agrees with it, whose second parameter is a rate', () => {
    forAll((a, r, p) => {
      const parameters = { shape: a, scale: 2 };
      expectRelative(gamma.cdf(2 * a * r, parameters), gammaCdf(2 * a * r, a, 0.5), 1e-10);
      expectRelative(gamma.pdf(2 * a * r, parameters), gammaPdf(2 * a * r, a, 0.5), 1e-10);
      expectRelative(gamma.quantile(p, parameters), gammaQuantile(p, a, 0.5), 1e-9);
    });
  });

  it('poisson, negative binomial and geometric agree with it', () => {
    forAll((mean, r, p) => {
      const count = Math.floor(mean * r);
      expectRelative(poisson.cdf(count, { mean }), poissonCdf(count, mean), 1e-10);
      expectRelative(poisson.pmf(count, { mean }), poissonPmf(count, mean), 1e-10);
      const parameters = { mean, size: 7 };
      expectRelative(
        negativeBinomial.cdf(count, parameters),
        negativeBinomialCdf(count, 7, 7 / (7 + mean)),
        1e-10,
      );
      expectRelative(
        negativeBinomial.pmf(count, parameters),
        negativeBinomialPmf(count, 7, 7 / (7 + mean)),
        1e-10,
      );
      expectRelative(geometric.cdf(count, { probability: p }), geometricCdf(count, p), 1e-10);
    });
  });

  it('beta agrees with it', () => {
    forAll((a, r, x) => {
      const expected = betaCdf(x, a, r);
      if (expected > 1e-8) expectRelative(beta.cdf(x, { alpha: a, beta: r }), expected, 1e-10);
    });
  });
});
