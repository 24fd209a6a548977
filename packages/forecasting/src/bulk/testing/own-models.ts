import { defineModel, type ModelOnInput } from '../../models/define-model.ts';
import { mean } from '../../models/simple/mean.ts';

/** Values that make the models below fail. */
export const POISON = 666;

const poisoned = (values: Float64Array): boolean => values.includes(POISON);

/** Throws on a poisoned series. */
const throwing = defineModel({
  name: 'throwing',
  fit(input) {
    if (poisoned(input.values)) throw new Error('the series is poisoned');
    return mean.fitInput(input);
  },
});

/** Brings down the thread it runs in on a poisoned series. */
const fatal = defineModel({
  name: 'fatal',
  fit(input) {
    // In a worker thread this ends the thread, not the process.
    if (poisoned(input.values)) process.exit(7);
    return mean.fitInput(input);
  },
});

const models: ModelOnInput[] = [throwing, fatal];
export default models;
