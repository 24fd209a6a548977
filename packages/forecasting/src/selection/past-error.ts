import type { ModelOnInput } from '../models/define-model.ts';
import { inputUntil, type ModelInput } from '../series/model-input.ts';

/** Sum of the absolute errors, over the origins, of the average of the models. */
export function pastError(
  input: ModelInput,
  past: { models: readonly ModelOnInput[]; origins: readonly number[]; horizon: number },
): number {
  let sum = 0;
  for (const origin of past.origins) {
    const known = inputUntil(input, origin);
    const means = past.models.map((model) => model.fitInput(known).forecast(past.horizon).mean);
    for (let step = 0; step < past.horizon; step++) {
      const actual = input.observed[origin + step]!;
      if (Number.isNaN(actual)) continue;
      sum += Math.abs(actual - means.reduce((total, mean) => total + mean[step]!, 0) / means.length);
    }
  }
  return sum;
}
