import { isCalendarDay, periodStarts } from '../../calendars/periods.ts';
import { tradingDayEffect } from '../../calendars/trading-days.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { trendColumn, waveColumns, waveSeasons } from './season-columns.ts';
import { type Column, prepareRidge, type SmoothedRidgeFit, smoothedRidge } from './smoothed-ridge.ts';

export interface ChosenColumns {
  columns: readonly Column[];
  /** the smoothing weight that went best with them */
  alpha: number;
  /** what was chosen, in words */
  form: string;
}

/** A still, a slow and a quick level: enough to compare columns by. */
const TRIAL_WEIGHTS = [0.02, 0.1, 0.4];
/** Fall of the criterion that is strong evidence: Kass, Raftery (1995), Bayes Factors, section 3.2. */
const STRONG_EVIDENCE = 6;
/** Waves in a row that do not help before a long season counts as described; short ones are searched to the end. */
const PATIENCE = 2;
const LONGEST_SEARCHED = 12;

/**
 * The columns of the regressors, and of those that the series itself offers (waves of each season, trading days,
 * a damped trend) each that lowers the Bayesian information criterion.
 *
 * @see Schwarz (1978), Estimating the Dimension of a Model
 */
export function chooseColumns(task: {
  input: ModelInput;
  target: Float64Array;
  columns: readonly Column[];
  options: { trend?: 'auto' | 'none' | 'linear'; harmonics?: number };
  weights?: Float64Array;
}): ChosenColumns {
  const { input, target, options, weights } = task;
  const length = target.length;
  const score = (columns: readonly Column[]): { columns: readonly Column[]; bic: number; alpha: number } => {
    const prepared = prepareRidge({ target, columns, weights });
    const fits = TRIAL_WEIGHTS.map((alpha) => smoothedRidge(prepared, alpha));
    const best = fits.reduce((a, b) => (bayesian(b) < bayesian(a) ? b : a));
    return { columns, bic: bayesian(best), alpha: best.alpha };
  };
  const words: string[] = task.columns.map(({ name }) => name);
  let best = score(task.columns);
  const takeIfBetter = (added: readonly Column[], word: string, always = false): void => {
    const trial = score([...best.columns, ...added]);
    if (!always && !(trial.bic < best.bic - STRONG_EVIDENCE)) return;
    best = trial;
    words.push(word);
  };
  for (const { period, mostHarmonics } of waveSeasons(input)) {
    const before = best;
    const most = Math.min(mostHarmonics, options.harmonics ?? mostHarmonics);
    let chosen = before;
    let taken = 0;
    const patience = period <= LONGEST_SEARCHED ? most : PATIENCE;
    for (let harmonics = 1; harmonics <= Math.min(most, taken + patience); harmonics++) {
      const trial = score([...before.columns, ...waveColumns({ period, harmonics, length })]);
      if (!(trial.bic < chosen.bic)) continue;
      chosen = trial;
      taken = harmonics;
    }
    if (!(chosen.bic < before.bic - STRONG_EVIDENCE)) continue;
    best = chosen;
    words.push(`${taken} wave${taken === 1 ? '' : 's'} of ${Number(period.toFixed(2))}`);
  }
  const days = daysOfMonths(input);
  if (days.length > 0) takeIfBetter(days, 'trading days');
  if (options.trend !== 'none') takeIfBetter([trendColumn(length)], 'trend', options.trend === 'linear');
  return {
    columns: best.columns,
    alpha: best.alpha,
    form: words.length === 0 ? 'level only' : words.join(', '),
  };
}

function bayesian({ observations, residualSumOfSquares, parameters }: SmoothedRidgeFit): number {
  return (
    observations * Math.log(Math.max(residualSumOfSquares, Number.MIN_VALUE) / observations) +
    parameters * Math.log(observations)
  );
}

/** Trading days and length of each month, where months are dated: together they tell the working days. */
function daysOfMonths({ frequency, startDate, cutInFront, values }: ModelInput): Column[] {
  if (frequency !== 'monthly' || startDate === undefined || !isCalendarDay(startDate)) return [];
  const length = values.length;
  const column = (name: string, of: (periods: number) => Float64Array): Column => ({
    name,
    past: of(cutInFront + length).subarray(cutInFront),
    ahead: (horizon) => of(cutInFront + length + horizon).subarray(cutInFront + length),
  });
  return [
    column('trading days', (periods) => tradingDayEffect({ startDate, periods })),
    column('days of month', (periods) => {
      const starts = periodStarts({ startDate, frequency, periods });
      return starts.subarray(1).map((end, index) => end - starts[index]!);
    }),
  ];
}
