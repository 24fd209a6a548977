import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../forecasts/forecast-arguments.ts';
import { ETS_FORMS, etsForm } from './form.ts';
import { formSearch } from './form-search.ts';
import { initialStates } from './initial-states.ts';
import { roughStart } from './starting-points.ts';

const PERIOD = 4;

/** About 1, with trend, season and noise. */
function seasonalValues(length: number): Float64Array {
  const random = randomStream(7, 'values');
  return Float64Array.from(
    { length },
    (_, time) => (0.8 + 0.01 * time) * (1 + 0.2 * Math.sin(time * 1.6)) + 0.05 * standardNormal(random),
  );
}

describe('deviance', () => {
  it('is n log of the sum of squared errors: by hand for simple smoothing', () => {
    // alpha 0.5, level 10: errors 2, 12 - 11 = 1, 9 - 11.5 = -2.5; squares 4 + 1 + 6.25.
    const search = formSearch(etsForm('ANN'), Float64Array.of(12, 12, 9), { observedCount: 3, period: 1 });
    expect(search.deviance(Float64Array.of(0.5, 0, 0, 1, 10, 0, 0))).toBeCloseTo(3 * Math.log(11.25), 12);
  });

  it('adds twice the logarithms of the forecasts for relative errors: by hand', () => {
    // The same forecasts 10, 11, 11.5: relative errors 0.2, 1/11, -2.5/11.5.
    const search = formSearch(etsForm('MNN'), Float64Array.of(12, 12, 9), { observedCount: 3, period: 1 });
    const squares = 0.2 ** 2 + (1 / 11) ** 2 + (2.5 / 11.5) ** 2;
    expect(search.deviance(Float64Array.of(0.5, 0, 0, 1, 10, 0, 0))).toBeCloseTo(
      3 * Math.log(squares) + 2 * Math.log(10 * 11 * 11.5),
      12,
    );
  });

  it('passes over a missing value: the level stays, and the value does not count', () => {
    const search = formSearch(etsForm('ANN'), Float64Array.of(12, Number.NaN, 12, 9), {
      observedCount: 3,
      period: 1,
    });
    expect(search.deviance(Float64Array.of(0.5, 0, 0, 1, 10, 0, 0))).toBeCloseTo(3 * Math.log(11.25), 12);
  });

  it('is not defined where a relative error has no positive forecast', () => {
    const search = formSearch(etsForm('MAN'), Float64Array.of(12, 12, 9), { observedCount: 3, period: 1 });
    expect(search.deviance(Float64Array.of(0.5, 0.1, 0, 1, 10, -30, 0))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('gradient', () => {
  it.each(ETS_FORMS.map((form) => [form.name, form] as const))(
    'agrees with differences of the deviance: %s',
    (_, form) => {
      const values = seasonalValues(40);
      const states = initialStates(values, PERIOD);
      values[17] = Number.NaN;
      const { space, recursion, run } = formSearch(form, values, { observedCount: 39, period: PERIOD });
      const weights = { alpha: 0.3, betaShare: 0.2, gammaShare: 0.15, phi: 0.93 };
      const start = roughStart(form, PERIOD, weights, states);
      const point = new Float64Array(space.size);
      space.reduce(start, point);
      const parameters = new Float64Array(start.length);
      const devianceAt = (at: Float64Array): number => {
        space.expand(at, parameters);
        return recursion.forward(run, parameters);
      };
      devianceAt(point);
      const byParameters = new Float64Array(start.length);
      const gradient = new Float64Array(space.size);
      recursion.backward(run, parameters, byParameters);
      space.chain(point, byParameters, gradient);
      for (let index = 0; index < space.size; index++) {
        const [above, below] = [Float64Array.from(point), Float64Array.from(point)];
        above[index]! += 1e-6;
        below[index]! -= 1e-6;
        const difference = (devianceAt(above) - devianceAt(below)) / 2e-6;
        expect(Math.abs(gradient[index]! - difference)).toBeLessThan(1e-5 * (1 + Math.abs(difference)));
      }
    },
  );
});
