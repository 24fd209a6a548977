import { auto } from '../selection/auto.ts';
import { arimaModels } from './arima/index.ts';
import { complexSmoothingModels } from './complex-smoothing/index.ts';
import { decompositionModels } from './decomposition/index.ts';
import type { ModelOnInput } from './define-model.ts';
import { exponentialSmoothingModels } from './exponential-smoothing/index.ts';
import { intermittentModels } from './intermittent/index.ts';
import { regressionModels } from './regression/index.ts';
import { simpleModels } from './simple/index.ts';
import { thetaModels } from './theta/index.ts';

/** Every model that is fitted to one series, in the order of the README. */
export const allModels: readonly ModelOnInput[] = [
  auto,
  ...simpleModels,
  ...exponentialSmoothingModels,
  ...thetaModels,
  ...arimaModels,
  ...complexSmoothingModels,
  ...decompositionModels,
  ...intermittentModels,
  ...regressionModels,
];

/**
 * The model of a name, among the given ones or all of this package. A model of your own is added to the list.
 *
 * @throws RangeError if there is none, naming those there are
 */
export function modelByName(name: string, models: readonly ModelOnInput[] = allModels): ModelOnInput {
  const found = models.find((model) => model.name === name);
  if (found) return found;
  throw new RangeError(
    `model is '${name}'; it must be one of ${models.map((model) => model.name).join(', ')}`,
  );
}
