import { inputUntil, type ModelInput } from '../../series/model-input.ts';
import { defineModel } from '../define-model.ts';
import { naive } from '../simple/naive.ts';
import { fitKind, modelOf, type ThetaKind, tooShort } from './fit-theta.ts';
import { withoutSeasons } from './season-adjustment.ts';

/** The first is kept where the past cannot choose, or cannot tell. */
const KINDS: readonly ThetaKind[] = [
  { dynamic: true },
  { dynamic: true, theta: 2 },
  { dynamic: false },
  { dynamic: false, theta: 2 },
];
const PERIODS_WITHOUT_SEASON = 8;
/** Two kinds may fit alike to the last digits: those must not choose. */
const CLEARLY = 1e-6;

/**
 * The state-space theta model that forecast the last fifth of the series (at most one season, or eight periods) with
 * the least absolute error when it knew only the values before: static or dynamic line, theta 2 or estimated. It is
 * fitted again to the whole series. The information criterion, tried first, prefers the static models, whose line
 * knows the future of each value: OWA .857 on M3 monthly against .843 for this choice, .972 on pbs against .909.
 *
 * @see Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler (2016), Models for optimising the theta method and
 *   their relationship to state space models, International Journal of Forecasting 32, section 2
 */
export const autoTheta = defineModel({
  name: 'auto-theta',
  fallback: naive,
  fit: (input) => tooShort(input) ?? modelOf(fitKind(input, withoutSeasons(input), chosenKind(input))),
});

function chosenKind(input: ModelInput): ThetaKind {
  const { observed, seasonalPeriod } = input;
  const longest = seasonalPeriod > 1 ? seasonalPeriod : PERIODS_WITHOUT_SEASON;
  const horizon = Math.min(longest, Math.floor(observed.length / 5));
  const before = inputUntil(input, observed.length - horizon);
  if (horizon === 0 || tooShort(before)) return KINDS[0]!;
  const adjustment = withoutSeasons(before);
  let chosen = KINDS[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const kind of KINDS) {
    const { mean } = modelOf(fitKind(before, adjustment, kind)).forecast(horizon);
    let error = 0;
    for (let step = 0; step < horizon; step++) {
      const difference = observed[before.values.length + step]! - mean[step]!;
      if (!Number.isNaN(difference)) error += Math.abs(difference);
    }
    if (error < least * (1 - CLEARLY)) {
      least = error;
      chosen = kind;
    }
  }
  return chosen;
}
