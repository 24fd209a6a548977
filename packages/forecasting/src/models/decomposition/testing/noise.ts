import { normal, randomStream } from '@granary/statistics';

/** Independent standard normal numbers, the same for the same seed. */
export function noise(seed: number, length: number): Float64Array {
  const random = randomStream(seed, 'noise');
  return Float64Array.from({ length }, () =>
    normal.standardQuantile((random.nextUint32() + 0.5) / 4294967296),
  );
}
