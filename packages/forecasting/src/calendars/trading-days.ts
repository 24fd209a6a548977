import { weekdayOf } from '../series/calendar.ts';
import { periodStarts } from './periods.ts';

/**
 * Trading-day effect of each month: working days (Monday to Friday) minus 5/2 times the days of the weekend. It is 0
 * for a month of exactly four weeks, so a series does not gain from a month being long, only from its weekdays.
 *
 * @param options.startDate any day of the first month
 * @param options.periods   months
 * @see Findley, Monsell, Bell, Otto, Chen (1998), New Capabilities and Methods of the X-12-ARIMA Program (td1coef)
 */
export function tradingDayEffect(options: { startDate: string; periods: number }): Float64Array {
  const starts = periodStarts({ ...options, frequency: 'monthly' });
  return Float64Array.from({ length: options.periods }, (_, index) => {
    const first = starts[index]!;
    const days = starts[index + 1]! - first;
    let weekend = 0;
    for (let day = 28; day < days; day++) if (weekdayOf(first + day) >= 5) weekend++;
    return days - 28 - 3.5 * weekend;
  });
}
