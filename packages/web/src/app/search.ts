/** The part of the address after `?`, read and written as plain texts: a store called 12 stays the text "12". */
export type Search = Record<string, string>;

export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value]] : [],
  );
  const text = new URLSearchParams(pairs).toString();
  return text === '' ? '' : `?${text}`;
}

/** Keeps the named texts of an address and drops everything else, so that a page knows what it may find. */
export function keep<Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): Partial<Record<Name, string>> => {
    const kept: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === 'string' && value !== '') kept[name] = value;
    }
    return kept;
  };
}

/** A text of the address where it is one of the values allowed; undefined otherwise. */
export function oneOf<Value extends string>(
  text: string | undefined,
  allowed: readonly Value[],
): Value | undefined {
  return allowed.find((value) => value === text);
}
