/** Share of the typical error that is added to each: the best of a few errors is best by luck too. */
const LUCK = 0.1;

/**
 * Weights of models by the errors of their forecasts of the past: prior × (error + luck)⁻¹, scaled to sum to 1. A
 * model whose error is unknown gets the weight of a typical one.
 *
 * @param options.errors mean absolute errors at past origins, one per model; NaN if there is none
 * @param options.priors weight before any error is seen, one per model, above 0
 * @param options.power  1 if left out; more follows the errors more closely
 * @see Bates, Granger (1969), The Combination of Forecasts; Pawlikowski, Chorowska (2020), Weighted Ensemble of
 *   Statistical Models, for the power
 * @example backtestWeights({ errors: [1, 4], priors: [1, 1], power: 2 }) // about [0.89, 0.11]
 */
export function backtestWeights(options: {
  errors: ArrayLike<number>;
  priors: ArrayLike<number>;
  power?: number;
}): Float64Array {
  const { errors, priors, power = 1 } = options;
  const known = Array.from(errors).filter((error) => error >= 0 && error < Number.POSITIVE_INFINITY);
  known.sort((a, b) => a - b);
  const typical = known[known.length >> 1] ?? 0;
  const weights = Float64Array.from(priors, (prior, model) => {
    const error = errors[model]!;
    if (!(typical > 0) || Number.isNaN(error)) return prior;
    return prior * (((1 + LUCK) * typical) / (error + LUCK * typical)) ** power;
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / whole);
}
