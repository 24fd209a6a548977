/** A route that will go: since when it is deprecated, when it ends, and what to use instead. */
export interface Deprecation {
  /** Calendar day, `YYYY-MM-DD`. */
  since: string;
  sunset: string;
  /** Address of the route to use instead, below /api/v1. */
  successor: string;
}

/** RFC 9745 `Deprecation`, RFC 8594 `Sunset`, and a link to the successor. */
export function deprecationHeaders(
  deprecation: Deprecation,
  successorUrl: string,
): Readonly<Record<string, string>> {
  const { since, sunset } = deprecation;
  return {
    deprecation: `@${startOf(since).getTime() / 1000}`,
    sunset: startOf(sunset).toUTCString(),
    link: `<${successorUrl}>; rel="successor-version"`,
  };
}

/** @throws {RangeError} when a day cannot be read or the end does not follow the beginning; stops the start */
export function checkDeprecation({ since, sunset }: Deprecation): void {
  if (!(startOf(since) < startOf(sunset))) {
    throw new RangeError(`a deprecation needs a sunset after its beginning, got ${since} and ${sunset}`);
  }
}

function startOf(day: string): Date {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) throw new RangeError(`${day} is not a calendar day`);
  return date;
}
