import { holidayRegressors } from '@granary/forecasting/holidays';
import { CommandFailed } from '../failure.ts';
import type { ReadSeries } from './build-series.ts';

/** Days around a holiday on which people buy more, or less, than usual. */
const DAYS_AROUND = 1;
const KEPT = 200;

/**
 * The holidays of a place as regressors. Days get a column for each holiday, the day before and the day after it;
 * longer periods one with the number of their holidays, since in a few years a holiday of its own tells nothing.
 *
 * @throws CommandFailed if the place is unknown
 */
export function addHolidays(
  place: { country: string; region?: string },
  horizon: number,
): (read: ReadSeries) => ReadSeries {
  const known = new Map<string, ReturnType<typeof holidayRegressors>>();
  return (read) => {
    const { values, startDate = '', frequency = 'daily', regressors = [] } = read.series;
    if (frequency === 'hourly') return read;
    const periods = values.length + horizon;
    const key = `${startDate} ${periods}`;
    const days = frequency === 'daily';
    const columns =
      known.get(key) ??
      holidayRegressors({
        ...{ ...place, startDate, frequency, periods },
        grouping: days ? 'each' : 'together',
        ...(days ? { before: DAYS_AROUND, after: DAYS_AROUND } : {}),
      });
    if (known.size >= KEPT) known.clear();
    known.set(key, columns);
    return { ...read, series: { ...read.series, regressors: [...regressors, ...columns] } };
  };
}

/** Refuses a place before anything is read: the message names those there are. */
export function checkPlace(place: { country: string; region?: string }): void {
  try {
    holidayRegressors({ ...place, startDate: '2026-01-01', frequency: 'daily', periods: 1 });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandFailed(`--holidays: ${error.message}.`);
  }
}
