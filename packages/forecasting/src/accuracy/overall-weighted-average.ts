/** Average errors of a method, or of its benchmark, over the same series. */
export interface AverageErrors {
  /** [sMAPE] */
  symmetricPercentageError: number;
  /** [MASE] */
  meanAbsoluteScaledError: number;
}

/**
 * The overall weighted average of the M4 competition [OWA]: mean sMAPE and mean MASE over all series, each
 * divided by that of `naive2`, and averaged. Below 1 the method beats the benchmark. Averages of averages:
 * compute it once over all series, never per series.
 *
 * @see Makridakis, Spiliotis, Assimakopoulos (2020), The M4 Competition, section 2.2
 */
export function overallWeightedAverage(errors: { method: AverageErrors; benchmark: AverageErrors }): number {
  const { method, benchmark } = errors;
  return (
    (method.symmetricPercentageError / benchmark.symmetricPercentageError +
      method.meanAbsoluteScaledError / benchmark.meanAbsoluteScaledError) /
    2
  );
}
