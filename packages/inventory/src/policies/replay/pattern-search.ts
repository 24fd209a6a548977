/**
 * A point of whole numbers that no neighbour betters, by pattern search: all points one step away in one or
 * more coordinates are tried; the best becomes the next point, and when none is better the steps are halved, down
 * to 1. The same point is never evaluated twice.
 *
 * It finds a local least; of a cost that is convex but for noise, the least on these paths. Time: a few times
 * log2(step) polls of 3^k - 1 evaluations.
 *
 * @see Hooke, Jeeves (1961), "Direct search" solution of numerical and statistical problems
 * @param start     whole numbers, at least `least`
 * @param firstStep per coordinate, at least 1
 */
export function patternSearch(options: {
  start: number[];
  least: number[];
  firstStep: number[];
  cost: (point: number[]) => number;
}): { point: number[]; cost: number; evaluations: number } {
  const { start, least, cost } = options;
  const known = new Map<string, number>();
  const evaluate = (point: number[]): number => {
    const key = point.join();
    const value = known.get(key) ?? cost(point);
    known.set(key, value);
    return value;
  };
  const directions = allDirections(start.length);
  let step = options.firstStep;
  let best = start.map((value, i) => Math.max(value, least[i]!));
  let bestCost = evaluate(best);
  for (;;) {
    const origin = best;
    for (const direction of directions) {
      const point = origin.map((value, i) => Math.max(least[i]!, value + direction[i]! * step[i]!));
      const value = evaluate(point);
      if (value < bestCost) {
        best = point;
        bestCost = value;
      }
    }
    if (best !== origin) continue;
    if (step.every((size) => size === 1)) return { point: best, cost: bestCost, evaluations: known.size };
    step = step.map((size) => Math.max(1, Math.floor(size / 2)));
  }
}

/** Every vector of -1, 0 and 1 but the zero vector. */
function allDirections(coordinates: number): number[][] {
  let directions: number[][] = [[]];
  for (let i = 0; i < coordinates; i++) {
    directions = directions.flatMap((rest) => [-1, 0, 1].map((sign) => [...rest, sign]));
  }
  return directions.filter((direction) => direction.some((sign) => sign !== 0));
}
