import type { ModelInput } from '../../series/model-input.ts';
import type { Column } from './smoothed-ridge.ts';

/** A season that may be described by waves. */
export interface WaveSeason {
  /** periods, not always whole: a year has 52.18 weeks */
  period: number;
  /** the largest number of harmonics that the history can carry */
  mostHarmonics: number;
}

const DAYS_OF_YEAR = 365.2425;
/** Harmonics of a long season beyond this are single events, which regressors describe better. */
const MOST_HARMONICS = 12;
/** Values of the history for each harmonic, which takes two coefficients. */
const VALUES_PER_HARMONIC = 8;

/**
 * The seasons of a series: those it names, with the year at its true length where the dates are known (52 weeks
 * are not a year), and the week and year of daily values with a date.
 */
export function waveSeasons(input: ModelInput): WaveSeason[] {
  const { frequency, startDate, observedCount } = input;
  const length = input.values.length;
  const periods = new Set<number>(input.seasonalPeriods);
  if (frequency === 'weekly' && periods.delete(52)) periods.add(DAYS_OF_YEAR / 7);
  if (frequency === 'daily' && startDate !== undefined) {
    if (length >= 21) periods.add(7);
    if (length >= 2 * DAYS_OF_YEAR && !periods.has(365)) periods.add(DAYS_OF_YEAR);
  }
  if (frequency === 'daily' && periods.delete(365)) periods.add(DAYS_OF_YEAR);
  return [...periods]
    .sort((a, b) => a - b)
    .map((period) => ({
      period,
      mostHarmonics: Math.min(
        Math.floor(period / 2),
        MOST_HARMONICS,
        Math.floor(observedCount / VALUES_PER_HARMONIC),
      ),
    }))
    .filter(({ mostHarmonics }) => mostHarmonics >= 1);
}

/** Sine and cosine of the given number of harmonics; the sine of half the period, which is 0, is left out. */
export function waveColumns(options: { period: number; harmonics: number; length: number }): Column[] {
  const { period, harmonics, length } = options;
  const columns: Column[] = [];
  for (let harmonic = 1; harmonic <= harmonics; harmonic++) {
    const angle = (2 * Math.PI * harmonic) / period;
    const name = `${Number(period.toFixed(2))}/${harmonic}`;
    columns.push(wave(`cos ${name}`, length, (index) => Math.cos(angle * index)));
    if (2 * harmonic < period) columns.push(wave(`sin ${name}`, length, (index) => Math.sin(angle * index)));
  }
  return columns;
}

function wave(name: string, length: number, at: (index: number) => number): Column {
  return {
    name,
    past: Float64Array.from({ length }, (_, index) => at(index)),
    ahead: (horizon) => Float64Array.from({ length: horizon }, (_, step) => at(length + step)),
  };
}

/** Share of the slope that is left after each period ahead: Gardner, McKenzie (1985) and the field since. */
const DAMPING = 0.95;

/** A straight line in the past that flattens ahead, since no growth goes on for ever. */
export function trendColumn(length: number): Column {
  return {
    name: 'trend',
    past: Float64Array.from({ length }, (_, index) => index - length + 1),
    ahead: (horizon) =>
      Float64Array.from(
        { length: horizon },
        (_, step) => (DAMPING * (1 - DAMPING ** (step + 1))) / (1 - DAMPING),
      ),
  };
}
