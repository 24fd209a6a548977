import type { PersonalMark } from './queries.ts';

type Told = Record<string, unknown> | null;

/** What stands where a person's name or address was. */
export const erased = '(erased)';

/** A value that was set apart when the entry was written. */
export function isMark(value: unknown): value is PersonalMark {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 2 &&
    typeof (value as PersonalMark).person === 'string' &&
    'digest' in value
  );
}

export function marksIn(told: Told): PersonalMark[] {
  return told === null ? [] : Object.values(told).filter(isMark);
}

/** Puts the values that are still known in the place of their digests. */
export function withValues<T extends Told>(told: T, values: ReadonlyMap<string, string>): T {
  if (told === null) return told;
  return Object.fromEntries(
    Object.entries(told).map(([field, value]) => [
      field,
      isMark(value) ? (values.get(value.digest ?? '') ?? erased) : value,
    ]),
  ) as T;
}
