import { parseArgs } from 'node:util';

export interface BenchArguments {
  folder: string;
  sets: string[];
  models: string[];
  limit: number | undefined;
  cores: number;
  out: string | undefined;
  agreement: boolean;
  pit: boolean;
  ranks: boolean;
}

export const HELP = `npm run forecast:bench -- --data DIR --sets a,b --models auto,ets,... [--limit N] [--cores N] --out FILE.csv

Fits the models to the training part of each series of DIR/<set>.csv.gz, forecasts its test part, writes the
forecasts and prints how good they were.

  --data DIR     folder with <set>.csv.gz (id,m,h,n,cat,train,test; NA is a value nobody knows); GRANARY_DATA or
                 ../shared/data if left out
  --sets a,b     names of files without .csv.gz. oj_panel is oj_weekly with regressors that are known ahead: own
                 price, deal, feature and the prices of the other brands
  --models a,b   names of models of @granary/forecasting. oracle:NAME scores what R's forecast 8.20 said
                 (oracle:ets, oracle:auto.arima, oracle:thetaf, oracle:croston, oracle:sba, oracle:sbj); then all
                 models are scored on the series that all named oracles have
                 median:a+b+c is the median of the forecasts of several models: of the means, and of the quantiles
                 level by level
  --limit N      N series of each set, evenly spread
  --cores N      so many worker threads; 1 if left out, which is what to measure speed with
  --out FILE     where to write the forecasts; nowhere if left out
  --agreement    compares ets, arima, theta, croston and sba with R's forecast 8.20 instead of scoring, on the series
                 R has: log-likelihood of R's form, AICc of the chosen form, largest difference of the means of R's
                 form. --sets and --models may be left out
  --pit          also prints where the test values lie among 200 sample paths (randomised probability integral
                 transform): the share in each tenth of the forecast distribution, which should be 10 %. The paths
                 are not in the seconds
  --ranks        also ranks the models by MASE on every series of a set, and says which are worse than the best by
                 more than chance (Friedman, Nemenyi)
  --help

FILE.csv: dataset,id,model,form,aicc,seconds,mean,lo80,hi80,lo95,hi95,quantiles
  form           'replaced by NAME: ...' where the model could not be fitted to the series
  aicc           empty where the model has none
  seconds        fit, mean, four interval ends and nine quantiles, after a warm-up of at most 0.5 s a model and set
  mean, lo80 ... space-separated, one value per step ahead, the next step first
  quantiles      space-separated, 9 x h values, level by level: first the h steps at .005, then the h steps at
                 .025, then .165 .25 .5 .75 .835 .975 .995; lo95 and hi95 are those at .025 and .975

Printed, averages over the series of a set; unknown test values are skipped, and a series whose scale is zero:
  sMAPE          200 |y - f| / (|y| + |f|)
  MASE           mean absolute error over the in-sample seasonal naive one at lag m
  OWA            mean sMAPE and mean MASE over those of Naive2 as in the M4 competition, averaged
  RMSSE          root mean squared error over the in-sample naive one at lag 1, since the first demand (as in M5)
  pinball        mean of nine pinball losses over the in-sample mean absolute error of the naive forecast at lag 1,
                 since the first demand (as in M5)
  c80, c95       share of test values inside the interval, in %
  MSIS           mean scaled interval score at 95 %, scaled as MASE
  bias           mean of forecast minus actual, scaled as MASE
  series/s       per core, all of 'seconds'; means/s: fit and mean alone; series/cpu-s: all, by the time of the
                 processor, which other programs on the machine disturb less
`;

/** @throws Error in words for the terminal if an argument is missing or wrong; undefined asks for help */
export function readArguments(words: string[]): BenchArguments | undefined {
  const { values } = parseArgs({
    args: words,
    options: {
      data: { type: 'string', default: process.env.GRANARY_DATA ?? '../shared/data' },
      sets: { type: 'string' },
      models: { type: 'string' },
      limit: { type: 'string' },
      cores: { type: 'string', default: '1' },
      out: { type: 'string' },
      agreement: { type: 'boolean', default: false },
      pit: { type: 'boolean', default: false },
      ranks: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    folder: values.data,
    sets: list('sets', values.sets, values.agreement),
    models: list('models', values.models, values.agreement),
    limit: values.limit === undefined ? undefined : whole('limit', values.limit),
    cores: whole('cores', values.cores),
    out: values.out,
    agreement: values.agreement,
    pit: values.pit,
    ranks: values.ranks,
  };
}

function list(name: string, text: string | undefined, optional: boolean): string[] {
  const names = (text ?? '').split(',').filter((word) => word !== '');
  if (names.length === 0 && !optional) throw new Error(`--${name} is missing; --help says what it takes`);
  return names;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1)) {
    throw new Error(`--${name} is ${text}; it must be a whole number, at least 1`);
  }
  return value;
}
