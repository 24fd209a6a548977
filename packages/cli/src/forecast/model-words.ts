import type { BulkResult } from '@granary/forecasting/bulk';

const WORDS: Record<string, string> = {
  naive: 'the last value repeated',
  drift: 'a straight line through the first and last value',
  mean: 'the mean of the history',
  window: 'the mean of the last values',
  'seasonal-naive': 'the last season repeated',
  naive2: 'the last value repeated, with seasonal factors',
  ses: 'simple exponential smoothing',
  holt: 'exponential smoothing with a trend',
  'damped-holt': 'exponential smoothing with a damped trend',
  'holt-winters': 'exponential smoothing with trend and season',
  ets: 'exponential smoothing',
  theta: 'the Theta method',
  'optimised-theta': 'the Theta method, optimised',
  'dynamic-theta': 'the Theta method, dynamic',
  'dynamic-optimised-theta': 'the Theta method, dynamic and optimised',
  'auto-theta': 'the best of the Theta methods',
  arima: 'ARIMA',
  'averaged-arima': 'an average of ARIMA models',
  ces: 'complex exponential smoothing',
  mstl: 'trend and seasons taken apart',
  stl: 'trend and season taken apart',
  'rank-one': 'one seasonal shape times a level',
  'trend-and-season': 'a trend with changes and smooth seasons',
  croston: "Croston's method for intermittent demand",
  sba: "Croston's method, bias corrected",
  sbj: "Croston's method, bias corrected",
  tsb: 'the chance of a demand and its size, smoothed',
  adida: 'demand in longer buckets, smoothed',
  imapa: 'demand in buckets of several lengths, smoothed',
  'count-auto': 'models of counts, weighted',
  'negative-binomial': 'negative binomial counts',
  'zero-inflated': 'counts with many zeros',
  'empirical-counts': 'the recorded values themselves',
  regression: 'regression on season and regressors',
  prophet: 'Prophet: a trend with changes and smooth seasons',
  constant: 'a constant',
  'no-data': 'nothing: no value is known',
};

/** What a model is, for a reader who does not know its name; `auto` says itself what it chose. */
export function modelWords(result: BulkResult): string {
  if (result.kind === 'failed') return `failed: ${result.message}`;
  const chosen = result.notes.find(({ code }) => code === 'model-chosen');
  if (chosen !== undefined) return plainNumbers(chosen.message.replace(/\.$/, '').replace('.:', ':'));
  const words = WORDS[result.model] ?? result.model;
  return /[([]/.test(result.form) ? `${words}, ${result.form}` : words;
}

const NEARLY_NOTHING = 1e-9;

/** `1.36e+4` is no number for a person. */
function plainNumbers(text: string): string {
  return text.replace(/\d(?:\.\d+)?e[-+]\d+/g, (number) =>
    Math.abs(Number(number)) < NEARLY_NOTHING
      ? '0'
      : Number(number).toLocaleString('en', { maximumSignificantDigits: 3 }),
  );
}
