import { estimatedLinearForecast } from '../../forecasts/estimated-linear-forecast.ts';
import { classicalDecomposition } from '../../series/classical-decomposition.ts';
import { seasonalAtM4 } from '../../series/seasonality-test.ts';
import { defineModel } from '../define-model.ts';
import { lastValues } from './last-values.ts';

/**
 * Naive 2 of the Makridakis competitions, the denominator of the overall weighted average (OWA): the last value
 * of the series adjusted by classical multiplicative decomposition, times the seasonal factor, where the
 * longest season passes the competition's test; the last value itself where not. Its errors are those of a
 * random walk of the adjusted values.
 *
 * @see Makridakis, Spiliotis, Assimakopoulos (2020), The M4 Competition: 100,000 time series and 61 forecasting
 *   methods, International Journal of Forecasting 36, table 2
 */
export const naive2 = defineModel({
  name: 'naive2',
  fit({ values, observed, seasonalPeriod }) {
    const n = values.length;
    const factors = seasonalAtM4(values, seasonalPeriod)
      ? classicalDecomposition(values, { period: seasonalPeriod, kind: 'multiplicative' })
      : undefined;
    const period = factors === undefined ? 1 : factors.length;
    const adjusted =
      factors === undefined ? observed : observed.map((value, i) => value / factors[i % period]!);
    const walk = lastValues(adjusted, 1);
    const sigma = Math.sqrt(walk.variance);
    return {
      form: factors === undefined ? 'not seasonal' : `multiplicative season of ${period}`,
      parameters: {
        level: walk.last[0]!,
        sigma,
        ...(factors === undefined ? {} : { factors: [...factors] }),
      },
      fittedValues:
        factors === undefined ? walk.fittedValues : walk.fittedValues.map((v, i) => v * factors[i % period]!),
      forecast(horizon) {
        const scale = new Float64Array(horizon).fill(1);
        if (factors) for (let step = 0; step < horizon; step++) scale[step] = factors[(n + step) % period]!;
        return estimatedLinearForecast({
          mean: scale.map((factor) => factor * walk.last[0]!),
          weights: new Float64Array(horizon).fill(1),
          sigma,
          degreesOfFreedom: Math.max(1, walk.changes),
          parameterErrors: [scale.map((factor) => factor * sigma * Math.sqrt(walk.age[0]!))],
          factors: scale,
        });
      },
    };
  },
});
