import { describe, expect, it } from 'vitest';
import {
  requireFinite,
  requireNonNegative,
  requireNumber,
  requirePositive,
  requireProbability,
} from './parameters.ts';

const { NaN: notANumber, POSITIVE_INFINITY: infinity } = Number;

describe('checks of arguments', () => {
  it.each([
    [requireProbability, [-1e-9, 1 + 1e-9, notANumber], [0, 1], 'it must lie between 0 and 1'],
    [
      requirePositive,
      [0, -1, infinity, notANumber],
      [Number.MIN_VALUE, 1e308],
      'it must be a finite number greater than 0',
    ],
    [requireNonNegative, [-1e-9, infinity, notANumber], [0, 1e308], 'it must be a finite number, at least 0'],
    [requireFinite, [infinity, -infinity, notANumber], [-1e308, 1e308], 'it must be a finite number'],
    [requireNumber, [notANumber], [-infinity, infinity], 'it must be a number, which may be infinite'],
  ] as const)(
    '%o refuse with name, value and range, and accept the ends',
    (require, refused, accepted, range) => {
      for (const value of refused) {
        expect(() => require('demand', value)).toThrow(new RangeError(`demand is ${value}; ${range}`));
      }
      for (const value of accepted) expect(() => require('demand', value)).not.toThrow();
    },
  );
});
