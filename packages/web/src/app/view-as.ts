/**
 * Looking at Granary with the rights of a role or of another person. The wish
 * is kept for this tab and sent with every request: the server answers reads
 * with no more than the visitor's own rights, and takes no change meanwhile.
 */
export interface ViewAs {
  /** Code of a role, or the id of a person. */
  subject: string;
  /** How the banner names it: "the role Planner", "Ana Ruiz". */
  label: string;
  /** The page one came from. */
  from?: string | undefined;
}

const KEY = 'granary.view-as';

export function readViewAs(): ViewAs | null {
  // Rules about what is allowed are also read where there is no browser.
  const stored = 'sessionStorage' in globalThis ? globalThis.sessionStorage.getItem(KEY) : null;
  if (stored === null) return null;
  const [subject, label, from] = stored.split('\n');
  return subject ? { subject, label: label ?? subject, from } : null;
}

export function viewAsHeaders(): Record<string, string> {
  const viewAs = readViewAs();
  return viewAs === null ? {} : { 'x-granary-view-as': viewAs.subject };
}

/** Loads the screen anew, so that nothing read with other rights stays on it. */
export function startViewAs({ subject, label }: ViewAs): void {
  const from = `${window.location.pathname}${window.location.search}`;
  window.sessionStorage.setItem(KEY, `${subject}\n${label}\n${from}`);
  window.location.assign(`${import.meta.env.BASE_URL}`);
}

/** Back to oneself, and to the page one came from. */
export function endViewAs(): void {
  const from = readViewAs()?.from;
  forgetViewAs();
  window.location.assign(from ?? import.meta.env.BASE_URL);
}

export function forgetViewAs(): void {
  window.sessionStorage.removeItem(KEY);
}
