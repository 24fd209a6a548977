import type { RandomStream } from '@granary/statistics';
import type { SamplePaths } from '../model.ts';

/**
 * Where each known actual value lies in its forecast distribution, as a probability: the randomised probability
 * integral transform [PIT]. If the distributions are right the values are uniform on 0 to 1, for counts too: where
 * many draws equal the actual value, the place among them is drawn. With n draws it is the randomised rank of the
 * actual value over n + 1, which is exactly uniform if the actual value is a draw like the others.
 *
 * @param outcome.actual NaN where nobody knows what happened: the period is left out
 * @param outcome.paths  draws from the forecast; a hundred or more tell the tails
 * @returns one value per known period, in order
 * @see Czado, Gneiting, Held (2009), Predictive Model Assessment for Count Data, section 2.1
 */
export function randomisedPit(outcome: {
  actual: ArrayLike<number>;
  paths: SamplePaths;
  random: RandomStream;
}): Float64Array {
  const { actual, random } = outcome;
  const { paths, horizon, values } = outcome.paths;
  if (horizon !== actual.length) {
    throw new RangeError(
      `paths has ${horizon} periods; it must have as many as actual, which has ${actual.length}`,
    );
  }
  const places: number[] = [];
  for (let period = 0; period < horizon; period++) {
    const value = actual[period]!;
    if (Number.isNaN(value)) continue;
    let below = 0;
    let equal = 0;
    for (let path = 0; path < paths; path++) {
      const draw = values[path * horizon + period]!;
      if (draw < value) below++;
      else if (draw === value) equal++;
    }
    places.push((below + random.next() * (equal + 1)) / (paths + 1));
  }
  return Float64Array.from(places);
}
