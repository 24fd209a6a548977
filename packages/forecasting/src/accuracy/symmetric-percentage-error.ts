import { averageOverKnown, checkSameLength, type PointOutcome } from './outcome.ts';

/**
 * Average of 2 |actual - forecast| / (|actual| + |forecast|) [sMAPE], the definition of the M4 competition as a
 * fraction instead of a percentage. A period in which both are zero counts as no error. For demand with zeros it
 * says little: a forecast above zero is entirely wrong (2) whenever nothing was wanted.
 *
 * @returns between 0 and 2; NaN if no actual value is known
 * @see Makridakis, Spiliotis, Assimakopoulos (2020), The M4 Competition, section 2.2
 * @example symmetricPercentageError({ actual: [100], forecast: [50] }) // 2 * 50 / 150 = 0.667
 */
export function symmetricPercentageError({ actual, forecast }: PointOutcome): number {
  checkSameLength('forecast', forecast, actual);
  return averageOverKnown(actual, (value, period) => {
    const size = Math.abs(value) + Math.abs(forecast[period]!);
    return size === 0 ? 0 : (2 * Math.abs(value - forecast[period]!)) / size;
  });
}
