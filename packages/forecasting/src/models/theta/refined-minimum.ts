const REFINEMENTS = 24;
const GOLDEN = (3 - Math.sqrt(5)) / 2;

/**
 * The minimum of a function in an interval, from a point in it whose value is known: parabolas, golden sections where
 * they fail, at most 24 evaluations.
 *
 * @see Brent (1973), Algorithms for Minimization without Derivatives, chapter 5
 */
export function refinedMinimum(
  loss: (x: number) => number,
  bracket: { start: number; startLoss: number; low: number; high: number },
): number {
  const { start, startLoss } = bracket;
  let { low, high } = bracket;
  let x = start;
  let second = start;
  let third = start;
  let atX = startLoss;
  let atSecond = startLoss;
  let atThird = startLoss;
  let step = 0;
  let before = 0;
  for (let round = 0; round < REFINEMENTS; round++) {
    const middle = 0.5 * (low + high);
    const tolerance = 1e-7 * x + 1e-9;
    if (Math.abs(x - middle) + 0.5 * (high - low) <= 2 * tolerance) break;
    let numerator = 0;
    let denominator = 0;
    if (Math.abs(before) > tolerance) {
      const left = (x - second) * (atX - atThird);
      const right = (x - third) * (atX - atSecond);
      numerator = (x - third) * right - (x - second) * left;
      denominator = 2 * (right - left);
      if (denominator > 0) numerator = -numerator;
      else denominator = -denominator;
    }
    const parabola =
      Math.abs(numerator) < Math.abs(0.5 * denominator * before) &&
      numerator > denominator * (low - x) &&
      numerator < denominator * (high - x);
    if (parabola) {
      before = step;
      step = numerator / denominator;
    } else {
      before = x < middle ? high - x : low - x;
      step = GOLDEN * before;
    }
    const next = x + (Math.abs(step) >= tolerance ? step : step > 0 ? tolerance : -tolerance);
    const atNext = loss(next);
    if (atNext <= atX) {
      if (next < x) high = x;
      else low = x;
      third = second;
      atThird = atSecond;
      second = x;
      atSecond = atX;
      x = next;
      atX = atNext;
    } else {
      if (next < x) low = next;
      else high = next;
      if (atNext <= atSecond || second === x) {
        third = second;
        atThird = atSecond;
        second = next;
        atSecond = atNext;
      } else if (atNext <= atThird || third === x || third === second) {
        third = next;
        atThird = atNext;
      }
    }
  }
  return x;
}
