import { modelNames } from '@granary/forecasting/bulk';

/** What each method does, in one line for whoever chooses. */
const summaries: Record<string, string> = {
  auto: 'Chooses by itself: the weighted middle of several methods, or a model of counts where demand is intermittent.',
  naive: 'The last value goes on. A measure to beat.',
  drift: 'The last value goes on, with the average change from first to last.',
  mean: 'The average of all values. Right where the level never moves.',
  window: 'The average of the last values.',
  'seasonal-naive': 'The last season repeats. A measure to beat where there is a season.',
  naive2: 'The last value after the season is taken off, where there is one.',
  ses: 'A level that follows the demand (simple exponential smoothing).',
  holt: 'A level and a trend that go on (Holt).',
  'damped-holt': 'A level and a trend that levels off.',
  'holt-winters': 'Level, trend and season, smoothed together (Holt-Winters).',
  ets: 'The best form of exponential smoothing for this history, by information criterion.',
  theta: 'The middle of a straight line and a smoothed level, season taken off (Theta).',
  'optimised-theta': 'Theta with the weight of the line fitted to the history.',
  'dynamic-theta': 'Theta whose line moves with the history.',
  'dynamic-optimised-theta': 'Theta with a moving line and a fitted weight.',
  'auto-theta': 'The form of Theta that fits the history best.',
  arima: 'Depends on its last values and errors; orders chosen by information criterion (ARIMA).',
  'averaged-arima': 'The average of several ARIMA models, weighted by how well they fit.',
  ces: 'Complex exponential smoothing: level and trend without telling them apart.',
  mstl: 'Takes several seasons apart (day, week, year) and forecasts the rest.',
  'rank-one': 'One shape of the season, as high as the level of each season.',
  'trend-and-season': 'A trend and a season that change slowly.',
  croston: 'Intermittent demand: how often and how much, smoothed apart (Croston).',
  sba: 'Croston, corrected for its bias (Syntetos-Boylan).',
  sbj: 'Croston, corrected as Shale, Boylan and Johnston do.',
  tsb: 'Intermittent demand that may be dying out (Teunter-Syntetos-Babai).',
  adida: 'Adds intermittent demand up to longer periods and forecasts those.',
  imapa: 'Like adida, over several lengths of period at once.',
  'negative-binomial': 'Counts whose level moves, as a negative binomial distribution.',
  'zero-inflated': 'Counts with more zeros than their size explains.',
  'empirical-counts': 'The counts seen so far, recent ones weighing more.',
  'count-auto': 'The mixture of count models that foretold this history best.',
  prophet:
    'Prophet: a trend with change points and a smooth season. Known to many, slower and here less accurate.',
  regression: 'Season, trend and known causes such as prices, by penalised regression.',
};

export const methodNames = [...modelNames] as [string, ...string[]];

/** Every method that can be asked for. */
export const methods = methodNames.map((name) => ({ name, summary: summaries[name] ?? '' }));
