/** Tells which methods an address has, by the patterns of the routes. */
export class AddressBook {
  readonly #patterns: { segments: string[]; method: string }[] = [];

  add(method: string, pattern: string): void {
    this.#patterns.push({ segments: pattern.split('/'), method });
  }

  /** In the order of an `Allow` header; empty when there is no such address. */
  methodsAt(path: string): string[] {
    const segments = path.split('/');
    const found = new Set(
      this.#patterns.filter((pattern) => matches(pattern.segments, segments)).map(({ method }) => method),
    );
    if (found.size === 0) return [];
    if (found.has('GET')) found.add('HEAD');
    found.add('OPTIONS');
    return [...found].sort();
  }
}

function matches(pattern: string[], segments: string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, place) => (part.startsWith(':') ? segments[place] !== '' : part === segments[place]))
  );
}
