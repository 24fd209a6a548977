/** Share of the weight that is cut off at each end before the average. */
const CUT = 0.2;

/**
 * Combines forecasts value by value: the weighted mean of the middle three fifths of the weight. Like a median it does not
 * follow a model that explodes, like a mean it uses more than one model. Two forecasts of equal weight give their
 * mean, and the result always lies between the lowest and the highest of them.
 *
 * @param forecasts one array per model, all of one length
 * @param weights   one per model, at least 0, not all 0
 */
export function weightedCombination(
  forecasts: readonly Float64Array[],
  weights: ArrayLike<number>,
): Float64Array {
  const models = forecasts.length;
  const length = forecasts[0]!.length;
  const combined = new Float64Array(length);
  const order = new Int32Array(models);
  let whole = 0;
  for (let model = 0; model < models; model++) whole += weights[model]!;
  for (let step = 0; step < length; step++) {
    sortModels(order, forecasts, step);
    combined[step] = middleMean({
      forecasts,
      weights,
      order,
      step,
      low: CUT * whole,
      high: (1 - CUT) * whole,
    });
  }
  return combined;
}

/** Insertion sort: there are a handful of models. */
function sortModels(order: Int32Array, forecasts: readonly Float64Array[], step: number): void {
  for (let model = 0; model < order.length; model++) {
    const value = forecasts[model]![step]!;
    let place = model;
    while (place > 0 && forecasts[order[place - 1]!]![step]! > value) {
      order[place] = order[place - 1]!;
      place--;
    }
    order[place] = model;
  }
}

function middleMean(options: {
  forecasts: readonly Float64Array[];
  weights: ArrayLike<number>;
  order: Int32Array;
  step: number;
  low: number;
  high: number;
}): number {
  const { forecasts, weights, order, step, low, high } = options;
  let begin = 0;
  let sum = 0;
  for (let place = 0; place < order.length; place++) {
    const model = order[place]!;
    const end = begin + weights[model]!;
    const inside = Math.min(end, high) - Math.max(begin, low);
    if (inside > 0) sum += inside * forecasts[model]![step]!;
    begin = end;
  }
  return sum / (high - low);
}
