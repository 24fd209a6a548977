import { bias, coverage, weightedPercentageError } from '@granary/forecasting';

/** A forecast of one period and what came; null where nobody knows. */
export interface Outcome {
  mean: number;
  p10: number;
  p90: number;
  actual: number | null;
}

export interface Figures {
  known_periods: number;
  wape_pct: number | null;
  bias_units: number | null;
  coverage_80_pct: number | null;
}

/** How good forecasts were over the periods that are known; null where nothing can be said. */
export function figuresOf(outcomes: readonly Outcome[]): Figures {
  const known = outcomes.filter((outcome) => outcome.actual !== null);
  const actual = known.map((outcome) => outcome.actual as number);
  const forecast = known.map((outcome) => outcome.mean);
  const lower = known.map((outcome) => outcome.p10);
  const upper = known.map((outcome) => outcome.p90);
  return {
    known_periods: known.length,
    wape_pct: finite(100 * weightedPercentageError({ actual, forecast }), 2),
    bias_units: finite(bias({ actual, forecast }), 4),
    coverage_80_pct: finite(100 * coverage({ actual, lower, upper }), 2),
  };
}

function finite(value: number, digits: number): number | null {
  return Number.isFinite(value) ? Number(value.toFixed(digits)) : null;
}
