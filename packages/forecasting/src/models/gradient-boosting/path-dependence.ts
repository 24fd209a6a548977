import { normal } from '@granary/statistics';
import type { PathDependence } from '../../forecasts/quantile-forecast.ts';
import type { HeldOut } from './global-training.ts';

const LEAST_PAIRS = 30;
/** A path must keep something of its own in each period. */
const STRONGEST = 0.98;

/**
 * How the periods of one forecast go wrong together: the normal scores of what came after one origin share a part
 * that lasts (the correlation of periods far apart) and a part that fades from one period to the next.
 *
 * @param levels    of the quantiles, ascending
 * @param quantiles of the held-out rows, one array per level
 */
export function pathDependence(
  heldOut: HeldOut,
  levels: readonly number[],
  quantiles: readonly Float64Array[],
): PathDependence {
  const scores = heldOut.targets.map((target, row) =>
    normal.standardQuantile(
      placeAmong(
        target,
        levels,
        quantiles.map((values) => values[row]!),
      ),
    ),
  );
  const furthest = heldOut.step.reduce((most, step) => Math.max(most, step), 1);
  const near = correlation(heldOut, scores, { from: 1, to: 1 });
  const far = furthest < 4 ? 0 : correlation(heldOut, scores, { from: furthest >> 1, to: furthest });
  const lasting = Math.max(0, Math.min(STRONGEST, far));
  const fading = Math.max(0, Math.min(STRONGEST, (near - lasting) / (1 - lasting)));
  return { lasting, fading };
}

/** The probability below a value, between the quantiles around it; in the middle of those it equals. */
function placeAmong(value: number, levels: readonly number[], quantiles: readonly number[]): number {
  let below = 0;
  let above = 1;
  for (let index = 0; index < levels.length; index++) {
    if (quantiles[index]! < value) below = levels[index]!;
    else if (quantiles[index]! > value) {
      above = levels[index]!;
      break;
    }
  }
  return (below + above) / 2;
}

/** Of pairs of periods of one series whose steps differ by `from` to `to`; 0 where there are too few. */
function correlation(
  { series, step }: HeldOut,
  scores: Float64Array,
  { from, to }: { from: number; to: number },
): number {
  let products = 0;
  let squares = 0;
  let pairs = 0;
  for (let row = 0; row < scores.length; row++) {
    for (let other = row + 1; other < scores.length && series[other] === series[row]; other++) {
      const apart = step[other]! - step[row]!;
      if (apart > to) break;
      if (apart < from) continue;
      products += scores[row]! * scores[other]!;
      squares += 0.5 * (scores[row]! ** 2 + scores[other]! ** 2);
      pairs++;
    }
  }
  return pairs >= LEAST_PAIRS && squares > 0 ? products / squares : 0;
}
