import { boundedForecast } from '../forecasts/bounded-forecast.ts';
import { checkHorizon } from '../forecasts/forecast-arguments.ts';
import { pointForecast } from '../forecasts/point-forecast.ts';
import type {
  FittedModel,
  Forecast,
  ForecastingModel,
  InformationCriteria,
  ModelParameters,
} from '../model.ts';
import { type ModelInput, readSeries } from '../series/model-input.ts';
import type { DataNote, TimeSeries } from '../time-series.ts';

/** What a model states about one series; `defineModel` makes a `FittedModel` of it. */
export interface ModelFit {
  form: string;
  /** in the units of the series */
  parameters: ModelParameters;
  criteria?: InformationCriteria;
  /** one per value of the input */
  fittedValues: Float64Array;
  notes?: readonly DataNote[];
  /** `defineModel` bounds it; it need not be non-negative */
  forecast(horizon: number): Forecast;
}

/** Why a model cannot be fitted to a series, as a clause: 'needs 8 values and found 5'. */
export interface Unfit {
  unfit: string;
}

export interface ModelDefinition<Options extends object> {
  name: string;
  /** what is fitted where this one cannot be; the mean of the known values if left out */
  fallback?: ModelOnInput;
  /** `input.observedCount` is at least 1 */
  fit(input: ModelInput, options: Options): ModelFit | Unfit;
}

/** A model that also fits a series that was read before, so that several models share the reading. */
export interface ModelOnInput<Options extends object = object> extends ForecastingModel<Options> {
  fitInput(input: ModelInput, options?: Options): FittedModel;
}

/**
 * A model that keeps the promises of `ForecastingModel`: nothing in a series makes it throw, forecasts are
 * finite, at least 0 where demand is, and bounded; where it does not fit, its fallback is used and a note says so.
 */
export function defineModel<Options extends object = object>(
  definition: ModelDefinition<Options>,
): ModelOnInput<Options> {
  const { name } = definition;
  const fitInput = (input: ModelInput, options = {} as Options): FittedModel => {
    if (input.observedCount === 0) return withoutData(name, input);
    const fit = definition.fit(input, options);
    if (!('unfit' in fit)) return fitted(name, input, fit);
    const note: DataNote = { code: 'model-replaced', message: '' };
    const replacement = (definition.fallback ?? meanOfValues).fitInput(input);
    note.message = `${name} ${fit.unfit}: ${replacement.model} was used instead.`;
    return { ...replacement, notes: [...replacement.notes, note] };
  };
  return {
    name,
    fitInput,
    fit(series: TimeSeries, options?: Options) {
      const input = readSeries(series);
      return fromTheFirstValue(fitInput(input, options), input.cutInFront);
    },
  };
}

/** Values before the first known one were cut off for the model: they have no fitted value. */
function fromTheFirstValue(fit: FittedModel, cutInFront: number): FittedModel {
  if (cutInFront === 0) return fit;
  const fittedValues = new Float64Array(cutInFront + fit.fittedValues.length).fill(Number.NaN);
  fittedValues.set(fit.fittedValues, cutInFront);
  return { ...fit, fittedValues };
}

function fitted(name: string, input: ModelInput, fit: ModelFit): FittedModel {
  const { form, parameters, criteria, fittedValues } = fit;
  return {
    model: name,
    form,
    parameters,
    ...(criteria === undefined ? {} : { criteria }),
    fittedValues,
    notes: fit.notes === undefined || fit.notes.length === 0 ? input.notes : [...input.notes, ...fit.notes],
    forecast: (horizon) => boundedForecast(fit.forecast(checkHorizon(horizon)), input),
  };
}

/** Nothing is known: zero stands in for the forecast, and the note says that it is no estimate. */
function withoutData(name: string, input: ModelInput): FittedModel {
  const note: DataNote = {
    code: 'no-data',
    message: `${name} found no known value: zero stands in for the forecast, demand is unknown.`,
  };
  return {
    model: 'no-data',
    form: 'no data',
    parameters: {},
    fittedValues: new Float64Array(input.values.length).fill(Number.NaN),
    notes: [...input.notes, note],
    forecast: (horizon) => pointForecast(new Float64Array(checkHorizon(horizon))),
  };
}

/** The last resort, which fits any series with one known value. */
const meanOfValues: ModelOnInput = defineModel({
  name: 'constant',
  fit({ mean, values }) {
    return {
      form: 'constant',
      parameters: { level: mean },
      fittedValues: new Float64Array(values.length).fill(mean),
      forecast: (horizon) => pointForecast(new Float64Array(horizon).fill(mean)),
    };
  },
});

/**
 * AIC, AICc and BIC of a likelihood.
 *
 * @param options.parameters   estimated parameters, the variance included [k]
 * @param options.observations values the likelihood is of [n]
 */
export function informationCriteria(options: {
  logLikelihood: number;
  parameters: number;
  observations: number;
}): InformationCriteria {
  const { logLikelihood, parameters, observations } = options;
  const aic = 2 * parameters - 2 * logLikelihood;
  const spare = observations - parameters - 1;
  const aicc = spare > 0 ? aic + (2 * parameters * (parameters + 1)) / spare : Number.POSITIVE_INFINITY;
  return { logLikelihood, aic, aicc, bic: parameters * Math.log(observations) - 2 * logLikelihood };
}
