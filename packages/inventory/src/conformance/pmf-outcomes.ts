import type { DiscreteDemandOutcome } from '../policies/newsvendor/index.ts';
import type { Inputs } from './inputs.ts';

/** A table of probabilities as the cases write it: `{"1": 0.25, "2": 0.75}`. */
export function pmfOutcomes(inputs: Inputs): DiscreteDemandOutcome[] {
  return inputs.names().map((name) => {
    const units = Number(name);
    if (name.trim() === '' || !Number.isFinite(units)) {
      throw new RangeError(`the pmf has the value "${name}"; it must be a number`);
    }
    return { units, probability: inputs.number(name) };
  });
}
