import {
  differencesNeeded,
  isConstant,
  largestSize,
  seasonalDifferencesNeeded,
} from '../../series/unit-root.ts';
import type { ArimaProblem } from './arima-estimate.ts';
import { likelihoodWorkspace } from './arma-likelihood.ts';
import { type Differences, differencedAway } from './arma-orders.ts';
import { concentrate, regressionWorkspace, solveCoefficients } from './concentrated-regression.ts';
import { differenceAll, differencedData, type Explained } from './differenced-data.ts';
import { minimiseWorkspace } from './minimise.ts';

/**
 * How often to difference a series, by the tests of R's auto.arima, after regressors were taken off.
 *
 * @param most of d, 0 to 2
 */
export function chooseDifferences(explained: Explained, period: number, most: number): Differences {
  const { values } = explained;
  const size = largestSize(values);
  const rest = withoutRegressors(explained);
  const D = seasonalDifferencesNeeded(rest, period);
  const seasonless = differenceAll(rest, { d: 0, D, period });
  const d = isConstant(seasonless, size) ? 0 : differencesNeeded(seasonless, { most });
  const shortest = values.length - explained.missing.length - differencedAway({ d, D, period });
  return shortest > 0 ? { d, D, period } : { d: 0, D: 0, period };
}

/** Values minus what the regressors explain of them by least squares; their mean stays. */
function withoutRegressors({ values, regressors }: Explained): Float64Array {
  if (regressors.length === 0) return values;
  const columns = [values, ...regressors, new Float64Array(values.length).fill(1)];
  const space = regressionWorkspace(columns.length - 1);
  concentrate(columns, 0, space);
  const coefficients = solveCoefficients(space, columns.length - 1);
  const rest = Float64Array.from(values);
  regressors.forEach((regressor, which) => {
    for (let index = 0; index < rest.length; index++)
      rest[index]! -= coefficients[which]! * regressor[index]!;
  });
  return rest;
}

/** Most unrestricted numbers a form may have. */
const MOST_FREE = 64;

/**
 * The series differenced, once with and once without a constant where one is allowed.
 *
 * @param options.reach   largest max(p + m P, q + m Q + 1) of the forms to be fitted
 * @param options.settled see `differencedData`
 */
export function arimaProblem(
  explained: Explained,
  by: Differences,
  { constant, reach, settled = false }: { constant: boolean; reach: number; settled?: boolean },
): ArimaProblem {
  const withoutConstant = differencedData(explained, by, { constant: false, settled });
  const withConstant = constant ? differencedData(explained, by, { constant, settled }) : undefined;
  return {
    withConstant,
    withoutConstant,
    likelihood: likelihoodWorkspace(withConstant ?? withoutConstant, reach),
    minimiser: minimiseWorkspace(MOST_FREE),
  };
}
