import type { Formats } from '../ui/formats.ts';
import type { Frequency } from './types.ts';

export const PERIOD_WORDS: Readonly<Record<Frequency, { one: string; many: string; a: string }>> = {
  daily: { one: 'day', many: 'days', a: 'a day' },
  weekly: { one: 'week', many: 'weeks', a: 'a week' },
  monthly: { one: 'month', many: 'months', a: 'a month' },
};

export function periodsInWords(count: number, frequency: Frequency): string {
  const words = PERIOD_WORDS[frequency];
  return `${count} ${count === 1 ? words.one : words.many}`;
}

/** "naive 2", "count auto": names of methods without their hyphens. */
export function methodInWords(name: string): string {
  return name.replaceAll('-', ' ');
}

/** "12 %" from 12.34; an empty text where nothing is known. */
export function shareInWords(percent: number | null, formats: Formats): string {
  return percent === null ? '' : formats.percent(percent / 100);
}

/** "+1.2": forecast minus sales, a real minus below zero. */
export function biasInWords(units: number | null, formats: Formats): string {
  if (units === null) return '';
  const text = formats.quantity(units, 1);
  return units > 0 && !/^0[.,]?0*$/.test(text) ? `+${text}` : text;
}
