import { addColumn, copyOf, type OrthogonalBasis, product, subtract } from './orthogonal-basis.ts';

/** Most candidates a search looks at; more periods than that are looked at in even steps, then around the finds. */
const MOST_CANDIDATES = 80;
const MOST_CHANGES = 10;
/**
 * Parameters that a change counts as. Three would do for independent errors; levels that wander look like bends. OWA
 * of trend-and-season with 3, 5, 8, 12 on 30 series a set: tourism 1.2, .91, .77, .75; hospital 1.9, .96, .86,
 * .86; NN5 .52, .52, .51, .51.
 */
export const CHANGE_PARAMETERS = 8;

/**
 * Periods at which the slope of a trend changes: the one that takes most off the squared error, then the next
 * beside it, as long as the modified criterion falls, and then each once more with the others in place. The
 * criterion counts eight parameters per change. O(n × candidates) per change.
 *
 * @param makeBasis         what else explains the series, made anew for each search
 * @param options.column    of a change at a period: 0 up to there, then 1, 2, 3 …, filtered like the basis
 * @param options.first     first candidate period
 * @param options.last      last candidate
 * @see Zhang, Siegmund (2007), A modified Bayes information criterion, Biometrics 63; Taylor, Letham (2018),
 *      Forecasting at scale, The American Statistician 72, section 3.1.3, for slopes that change
 */
export function findChanges(
  start: OrthogonalBasis,
  options: { column: (period: number) => Float64Array; first: number; last: number },
): { basis: OrthogonalBasis; changes: number[] } {
  const { first, last } = options;
  const step = Math.max(1, Math.ceil((last - first + 1) / MOST_CANDIDATES));
  const basis = copyOf(start);
  const rows = basis.rows;
  const candidates = candidatesBeside(basis, { ...options, step });
  const changes: number[] = [];
  while (changes.length < MOST_CHANGES && basis.columns.length + 6 < rows) {
    const best = strongest(candidates, basis.residual);
    if (best === undefined || !worthIt(basis.squaredError, best.gain, rows)) break;
    if (!addColumn(basis, best.candidate.column)) break;
    changes.push(best.candidate.period);
    takeOff(candidates, basis.columns[basis.columns.length - 1]!);
  }
  if (changes.length === 0 || (changes.length === 1 && step === 1)) return { basis, changes };
  return refined(start, { ...options, step, changes });
}

interface Candidate {
  period: number;
  /** without what the basis explains */
  column: Float64Array;
}

function candidatesBeside(
  basis: OrthogonalBasis,
  {
    column,
    first,
    last,
    step,
  }: { column: (period: number) => Float64Array; first: number; last: number; step: number },
): Candidate[] {
  const candidates: Candidate[] = [];
  for (let period = first; period <= last; period += step)
    candidates.push({ period, column: column(period) });
  for (const other of basis.columns) takeOff(candidates, other);
  return candidates;
}

function takeOff(candidates: Candidate[], column: Float64Array): void {
  for (const candidate of candidates) subtract(candidate.column, column, product(column, candidate.column));
}

function strongest(
  candidates: readonly Candidate[],
  residual: Float64Array,
): { candidate: Candidate; gain: number } | undefined {
  let best: { candidate: Candidate; gain: number } | undefined;
  for (const candidate of candidates) {
    const size = product(candidate.column, candidate.column);
    if (!(size > 1e-9)) continue;
    const gain = product(candidate.column, residual) ** 2 / size;
    if (best === undefined || gain > best.gain) best = { candidate, gain };
  }
  return best;
}

function worthIt(squaredError: number, gain: number, rows: number): boolean {
  const left = Math.max(squaredError - gain, 1e-20 * squaredError);
  return squaredError > 0 && rows * Math.log(squaredError / left) > CHANGE_PARAMETERS * Math.log(rows);
}

/** Each change searched for again beside the others, in single periods. */
function refined(
  start: OrthogonalBasis,
  options: {
    column: (period: number) => Float64Array;
    first: number;
    last: number;
    step: number;
    changes: number[];
  },
): { basis: OrthogonalBasis; changes: number[] } {
  const { column, first, last, step } = options;
  const changes = [...options.changes];
  const reach = Math.max(6, step);
  changes.forEach((found, index) => {
    const basis = copyOf(start);
    changes.forEach((period, other) => {
      if (other !== index) addColumn(basis, column(period));
    });
    const near = { first: Math.max(first, found - reach), last: Math.min(last, found + reach) };
    const best = strongest(candidatesBeside(basis, { column, ...near, step: 1 }), basis.residual);
    if (best !== undefined) changes[index] = best.candidate.period;
  });
  const basis = copyOf(start);
  const kept = [...new Set(changes)]
    .sort((a, b) => a - b)
    .filter((period) => addColumn(basis, column(period)));
  return { basis, changes: kept };
}
