import type { ModelParameters } from '../../model.ts';
import type { EtsForm } from './form.ts';
import { ALPHA, BETA, GAMMA, LEVEL, lengthOfState, PHI, SEASON, SLOPE } from './recursion.ts';

/**
 * The parameters of a form by name, in the units of the series: `alpha`, `beta`, `gamma`, `phi`, the initial states
 * `level`, `slope` and `season` (that of the first value first), and `errorVariance`, relative where the error is.
 */
export function namedParameters(
  form: EtsForm,
  parameters: Float64Array,
  { scale, variance }: { scale: number; variance: number },
): ModelParameters {
  const seasonUnit = form.season === 'A' ? scale : 1;
  const slopeUnit = form.growth ? 1 : scale;
  return {
    alpha: parameters[ALPHA]!,
    ...(form.trended ? { beta: parameters[BETA]! } : {}),
    ...(form.season === 'N' ? {} : { gamma: parameters[GAMMA]! }),
    ...(form.damped ? { phi: parameters[PHI]! } : {}),
    level: parameters[LEVEL]! * scale,
    ...(form.trended ? { slope: parameters[SLOPE]! * slopeUnit } : {}),
    ...(form.season === 'N'
      ? {}
      : { season: Array.from(parameters.subarray(SEASON), (state) => state * seasonUnit) }),
    errorVariance: form.error === 'M' ? variance : variance * scale * scale,
  };
}

/** The way back; undefined if the names are not those of the form with this season. */
export function parametersFrom(
  named: ModelParameters,
  form: EtsForm,
  { period, scale }: { period: number; scale: number },
): Float64Array | undefined {
  const { season } = named;
  const parameters = new Float64Array(lengthOfState(form, period));
  parameters[ALPHA] = numberOf(named.alpha);
  parameters[BETA] = form.trended ? numberOf(named.beta) : 0;
  parameters[GAMMA] = form.season === 'N' ? 0 : numberOf(named.gamma);
  parameters[PHI] = form.damped ? numberOf(named.phi) : 1;
  parameters[LEVEL] = numberOf(named.level) / scale;
  parameters[SLOPE] = form.trended ? numberOf(named.slope) / (form.growth ? 1 : scale) : Number(form.growth);
  parameters[SEASON] = Number(form.growth);
  if (form.season !== 'N') {
    if (typeof season !== 'object' || season.length !== period) return undefined;
    const unit = form.season === 'A' ? scale : 1;
    season.forEach((state, place) => {
      parameters[SEASON + place] = state / unit;
    });
  }
  return parameters.every(Number.isFinite) ? parameters : undefined;
}

function numberOf(value: number | readonly number[] | undefined): number {
  return typeof value === 'number' ? value : Number.NaN;
}
