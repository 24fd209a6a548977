/** One field that a change touched, as texts for the reader. */
export interface FieldChange {
  /** `organization.currency`, written "organization · currency". */
  field: string;
  kind: 'added' | 'removed' | 'changed';
  before: string;
  after: string;
}

type Fields = Readonly<Record<string, unknown>> | null | undefined;

/**
 * What a change did, field by field: nested fields by their path, lists of names by what came and went.
 * Fields that stayed as they were are left out.
 */
export function difference(before: Fields, after: Fields): FieldChange[] {
  const [old, fresh] = [flatten(before ?? {}), flatten(after ?? {})];
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  return names.flatMap((field): FieldChange[] => {
    const [was, is] = [old.get(field), fresh.get(field)];
    if (isPlainList(was) && isPlainList(is)) return listChange(field, was, is);
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (isNothing(was) && isNothing(is)) return [];
    const kind = isNothing(was) ? 'added' : isNothing(is) ? 'removed' : 'changed';
    return [{ field, kind, before: inWords(was), after: inWords(is) }];
  });
}

function flatten(fields: Readonly<Record<string, unknown>>, path = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [name, value] of Object.entries(fields)) {
    const key = `${path}${name.replaceAll('_', ' ')}`;
    if (isRecord(value)) for (const [below, inner] of flatten(value, `${key} · `)) flat.set(below, inner);
    else flat.set(key, value);
  }
  return flat;
}

function listChange(field: string, was: readonly unknown[], is: readonly unknown[]): FieldChange[] {
  const gone = was.filter((one) => !is.includes(one));
  const come = is.filter((one) => !was.includes(one));
  if (gone.length === 0 && come.length === 0) return [];
  const kind = gone.length === 0 ? 'added' : come.length === 0 ? 'removed' : 'changed';
  return [{ field, kind, before: gone.map(inWords).join(', '), after: come.map(inWords).join(', ') }];
}

function inWords(value: unknown): string {
  if (isNothing(value)) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const isNothing = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const isPlainList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.every((one) => typeof one !== 'object');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
