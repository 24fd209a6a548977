/** One published or derived example: inputs, the values a trusted tool gave, and how near we have to come. */
export interface ConformanceCase {
  id: string;
  kind: string;
  inputs: Record<string, unknown>;
  expected: Record<string, unknown>;
  tolerance: Tolerance;
  /** keys of `expected` that must agree; all when absent, since other keys are one optimum of several */
  compare?: string[];
  source?: string;
  notes?: string;
}

/** A value agrees when it differs by at most `abs` + `rel` × |expected|. */
export interface Tolerance {
  rel?: number;
  abs?: number;
  /** absolute tolerance of base-stock levels, where a flat cost leaves them loosely determined */
  base_stock_abs?: number;
}

/**
 * Reads the cases of a file in the format of the oracles: `{ cases: [{ id, kind, inputs, expected, tolerance }] }`.
 *
 * @throws RangeError that names the case and the field when something is missing or of the wrong kind
 */
export function parseCases(file: unknown): ConformanceCase[] {
  if (!isObject(file) || !Array.isArray(file.cases)) {
    throw new RangeError('the file must hold an object with a list "cases"');
  }
  return file.cases.map((value: unknown, index) => {
    const place = `cases[${index}]`;
    if (!isObject(value)) throw new RangeError(`${place} must be an object`);
    const { id, kind, inputs, expected, tolerance, compare } = value;
    if (typeof id !== 'string') throw new RangeError(`${place}.id must be text`);
    if (typeof kind !== 'string') throw new RangeError(`${place}.kind must be text (case ${id})`);
    for (const [name, part] of Object.entries({ inputs, expected })) {
      if (!isObject(part)) throw new RangeError(`${place}.${name} must be an object (case ${id})`);
    }
    if (tolerance !== undefined && !isObject(tolerance)) {
      throw new RangeError(`${place}.tolerance must be an object (case ${id})`);
    }
    if (
      compare !== undefined &&
      !(Array.isArray(compare) && compare.every((key) => typeof key === 'string'))
    ) {
      throw new RangeError(`${place}.compare must be a list of keys (case ${id})`);
    }
    return value as unknown as ConformanceCase;
  });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
