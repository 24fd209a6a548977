import { isObject, type Tolerance } from './case.ts';

export interface Difference {
  /** where in the expected values: `cost`, `order_quantities[3]` */
  key: string;
  expected: unknown;
  got: unknown;
}

/** Every place where `got` misses `expected` by more than the tolerance allows. */
export function differences(
  got: unknown,
  expected: unknown,
  tolerance: Tolerance,
  key: string,
): Difference[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return [{ key, expected, got }];
    return expected.flatMap((each, index) => differences(got[index], each, tolerance, `${key}[${index}]`));
  }
  if (isObject(expected)) {
    if (!isObject(got)) return [{ key, expected, got }];
    const names = new Set([...Object.keys(expected), ...Object.keys(got)]);
    return [...names].flatMap((name) =>
      differences(got[name], expected[name], tolerance, key === '' ? name : `${key}.${name}`),
    );
  }
  const agrees =
    typeof expected === 'number' && typeof got === 'number'
      ? withinTolerance(got, expected, tolerance, key)
      : (got ?? null) === (expected ?? null);
  return agrees ? [] : [{ key, expected, got }];
}

function withinTolerance(got: number, expected: number, tolerance: Tolerance, key: string): boolean {
  const { rel = 0, abs = 0, base_stock_abs } = tolerance;
  if (base_stock_abs !== undefined && key.includes('base_stock')) {
    return Math.abs(got - expected) <= base_stock_abs;
  }
  return Math.abs(got - expected) <= abs + rel * Math.abs(expected);
}
