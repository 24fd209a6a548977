import { normal, randomStream } from '@granary/statistics';

/** Standard normal numbers, the same for the same key. */
export function noise(length: number, key: string): Float64Array {
  const random = randomStream(11, key);
  return Float64Array.from({ length }, () => normal.standardQuantile((random.nextUint32() + 0.5) / 2 ** 32));
}

/** y[t] = sum phi[j] y[t-1-j] + e[t] + sum theta[j] e[t-1-j], after a run-in of 200. */
export function simulated(
  length: number,
  key: string,
  { phi = [] as number[], theta = [] as number[] },
): Float64Array {
  const errors = noise(length + 200, key);
  const values = new Float64Array(length + 200);
  for (let time = 0; time < values.length; time++) {
    let value = errors[time]!;
    phi.forEach((weight, lag) => {
      value += weight * (values[time - 1 - lag] ?? 0);
    });
    theta.forEach((weight, lag) => {
      value += weight * (errors[time - 1 - lag] ?? 0);
    });
    values[time] = value;
  }
  return values.slice(200);
}

/** Undoes a difference at a lag. */
export function summed(values: Float64Array, lag = 1): Float64Array {
  const sums = values.slice();
  for (let time = lag; time < sums.length; time++) sums[time]! += sums[time - lag]!;
  return sums;
}
