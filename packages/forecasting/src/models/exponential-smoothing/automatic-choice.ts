import { type EtsForm, parameterCount } from './form.ts';
import { type FormFit, type FormSearch, formSearch } from './form-search.ts';
import { type InitialStates, initialStates } from './initial-states.ts';
import { roughStart, STARTING_WEIGHTS, startFrom } from './starting-points.ts';

/** What a choice among forms is made on. Values are scaled so that they are about 1. */
export interface ChoiceTask {
  /** NaN where missing */
  values: Float64Array;
  /** the same without gaps, for rough initial states */
  filled: Float64Array;
  observedCount: number;
  period: number;
}

export interface ChosenForm {
  fit: FormFit;
  search: FormSearch;
  aicc: number;
}

/** Promised gain in deviance at which a first descent, or the last, ends. */
const ROUGHLY = { tolerance: 0.02, iterations: 60 };
const EXACTLY = { tolerance: 1e-6, iterations: 200 };
/**
 * Criterion behind the best form beyond which a form is not tried from further starts, or not finished. Further
 * starts gain less than 6 on 99 % of series, finishing a rough descent less than 0.5.
 */
const WORTH_STARTS = 6;
const WORTH_FINISHING = 1;

interface Candidate {
  search: FormSearch;
  fit: FormFit;
  /** what the number of parameters adds to the deviance */
  penalty: number;
}

/**
 * The form of least corrected information criterion (AICc), each at its best known parameters.
 *
 * Forms come in the order of `ETS_FORMS`, so that each sets out from a simpler one already fitted. Those near the
 * best are then tried from other starts, and the nearest are finished.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), section 5.2 and chapter 7
 * @returns undefined if the series is too short for each of the forms
 */
export function chooseForm(forms: readonly EtsForm[], task: ChoiceTask): ChosenForm | undefined {
  const { values, period, observedCount } = task;
  const plain = initialStates(task.filled, 1);
  const seasonal = forms.some((form) => form.season !== 'N') ? initialStates(task.filled, period) : plain;
  const candidates: Candidate[] = [];
  for (const form of forms) {
    const penalty = criterionPenalty(parameterCount(form, period), observedCount);
    if (penalty === Number.POSITIVE_INFINITY) continue;
    const states = form.season === 'N' ? plain : seasonal;
    const search = formSearch(form, values, { observedCount, period });
    const near = neighbour(form, candidates);
    const start = near
      ? startFrom(near.fit, form, period, states)
      : roughStart(form, period, STARTING_WEIGHTS[0]!, states);
    const candidate = { search, fit: search.descend(start, ROUGHLY), penalty };
    if (near) {
      const other = roughStart(form, period, STARTING_WEIGHTS[1]!, states);
      keepBetter(candidate, search.descend(other, ROUGHLY));
    }
    candidates.push(candidate);
  }
  let best = least(candidates);
  for (const candidate of candidates) {
    if (criterion(candidate) > criterion(best!) + WORTH_STARTS) continue;
    tryOtherStarts(candidate, candidates, period, candidate.search.form.season === 'N' ? plain : seasonal);
  }
  best = least(candidates);
  for (const candidate of candidates) {
    if (criterion(candidate) > criterion(best!) + WORTH_FINISHING) continue;
    keepBetter(candidate, candidate.search.descend(candidate.fit.parameters, EXACTLY));
  }
  best = least(candidates);
  return best && { fit: best.fit, search: best.search, aicc: criterion(best) };
}

function tryOtherStarts(
  candidate: Candidate,
  candidates: readonly Candidate[],
  period: number,
  states: InitialStates,
): void {
  const { form } = candidate.search;
  for (const weights of STARTING_WEIGHTS) {
    keepBetter(candidate, candidate.search.descend(roughStart(form, period, weights, states), ROUGHLY));
  }
  for (const other of candidates) {
    if (other !== candidate && distance(other.search.form, form) === 1) {
      const start = startFrom(other.fit, form, period, states);
      keepBetter(candidate, candidate.search.descend(start, ROUGHLY));
    }
  }
}

function keepBetter(candidate: Candidate, fit: FormFit): void {
  if (!(candidate.fit.deviance <= fit.deviance)) candidate.fit = fit;
}

/** The fitted form that differs least, of those with the same states or fewer. */
function neighbour(form: EtsForm, candidates: readonly Candidate[]): Candidate | undefined {
  let nearest: Candidate | undefined;
  for (const candidate of candidates) {
    const away = distance(candidate.search.form, form);
    if (!(away <= 1 && candidate.fit.deviance < Number.POSITIVE_INFINITY)) continue;
    if (!nearest || candidate.fit.deviance <= nearest.fit.deviance) nearest = candidate;
  }
  return nearest;
}

/** Number of components that differ; 9 where the states of one do not lead to the other. */
function distance(from: EtsForm, to: EtsForm): number {
  if ((from.season === 'N') !== (to.season === 'N')) return 9;
  return (
    Number(from.error !== to.error) + Number(from.trend !== to.trend) + Number(from.season !== to.season)
  );
}

function criterion({ fit, penalty }: Candidate): number {
  return fit.deviance + penalty;
}

/** 2 k with the correction for short series; +Infinity where as many parameters as values are estimated. */
export function criterionPenalty(parameters: number, observations: number): number {
  const spare = observations - parameters - 1;
  return spare > 0 ? 2 * parameters + (2 * parameters * (parameters + 1)) / spare : Number.POSITIVE_INFINITY;
}

function least(candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) {
    if (!best || criterion(candidate) < criterion(best)) best = candidate;
  }
  return best;
}
