import { defineModel } from '../define-model.ts';
import { naive } from '../simple/naive.ts';
import { fitKind, modelOf, type ThetaKind, tooShort } from './fit-theta.ts';
import { withoutSeasons } from './season-adjustment.ts';

const KINDS: readonly ThetaKind[] = [
  { dynamic: true },
  { dynamic: true, theta: 2 },
  { dynamic: false },
  { dynamic: false, theta: 2 },
];

/**
 * The state-space theta model with the least AICc: static or dynamic line, theta 2 or estimated. The static models
 * measure the past against a line that knows the future, so its level and slope count as parameters. All are
 * fitted to the same series without its seasons.
 *
 * @see Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler (2016), Models for optimising the theta method and
 *   their relationship to state space models, International Journal of Forecasting 32, section 2
 */
export const autoTheta = defineModel({
  name: 'auto-theta',
  fallback: naive,
  fit(input) {
    const short = tooShort(input);
    if (short) return short;
    const adjustment = withoutSeasons(input);
    const fits = KINDS.map((kind) => fitKind(input, adjustment, kind));
    return modelOf(fits.reduce((best, fit) => (fit.aicc < best.aicc ? fit : best)));
  },
});
