const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(?:e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/^node|undici/i, 'a program'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

const KINDS: Readonly<Record<string, string>> = {
  browser: 'A browser',
  program: 'A program',
  terminal: 'The terminal of the server',
};

/** "Firefox on Windows", from what the browser says of itself; the kind of session where it says nothing known. */
export function deviceInWords(session: { kind: string; user_agent: string | null }): string {
  const agent = session.user_agent ?? '';
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent))?.[1];
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1];
  if (browser === undefined) return KINDS[session.kind] ?? 'Signed in';
  return system === undefined ? capitalized(browser) : `${capitalized(browser)} on ${system}`;
}

function capitalized(text: string): string {
  return text === 'curl' ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
