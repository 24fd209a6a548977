/**
 * Least squares that grows by one column at a time: the columns are made orthonormal as they come (Gram-Schmidt,
 * done twice for the last digits), so that a new one changes nothing of what was found before. O(rows × columns)
 * per column.
 *
 * @see Golub, Van Loan (2013), Matrix Computations, 4th ed., section 5.2
 */
export interface OrthogonalBasis {
  readonly rows: number;
  /** orthonormal columns */
  readonly columns: Float64Array[];
  /** how each column came about: what was taken off it along each earlier one, then its length */
  readonly triangle: Float64Array[];
  /** of the target along each column */
  readonly coefficients: number[];
  /** the target without what the columns explain */
  readonly residual: Float64Array;
  squaredError: number;
}

/** A column shorter than this share of its length once the others are taken off says nothing new. */
const LEAST_NEW_SHARE = 1e-7;

export function orthogonalBasis(target: Float64Array): OrthogonalBasis {
  const residual = Float64Array.from(target);
  return {
    rows: target.length,
    columns: [],
    triangle: [],
    coefficients: [],
    residual,
    squaredError: product(residual, residual),
  };
}

/** Adds a column; false, and nothing changed, if it is a combination of those before. */
export function addColumn(basis: OrthogonalBasis, column: Float64Array): boolean {
  const rest = Float64Array.from(column);
  const before = Math.sqrt(product(rest, rest));
  const taken = new Float64Array(basis.columns.length + 1);
  for (let round = 0; round < 2; round++) {
    basis.columns.forEach((other, index) => {
      const along = product(other, rest);
      taken[index]! += along;
      subtract(rest, other, along);
    });
  }
  const length = Math.sqrt(product(rest, rest));
  if (!(length > LEAST_NEW_SHARE * before)) return false;
  for (let row = 0; row < rest.length; row++) rest[row]! /= length;
  taken[basis.columns.length] = length;
  const coefficient = product(rest, basis.residual);
  subtract(basis.residual, rest, coefficient);
  basis.columns.push(rest);
  basis.triangle.push(taken);
  basis.coefficients.push(coefficient);
  basis.squaredError = product(basis.residual, basis.residual);
  return true;
}

/** One to add other columns to. */
export function copyOf(basis: OrthogonalBasis): OrthogonalBasis {
  const { columns, triangle, coefficients, residual } = basis;
  return {
    ...basis,
    columns: [...columns],
    triangle: [...triangle],
    coefficients: [...coefficients],
    residual: Float64Array.from(residual),
  };
}

/** What another row of the same columns is worth in the orthonormal ones. */
export function coordinates(basis: OrthogonalBasis, row: ArrayLike<number>): Float64Array {
  const turned = new Float64Array(basis.columns.length);
  basis.triangle.forEach((taken, index) => {
    let value = row[index]!;
    for (let other = 0; other < index; other++) value -= taken[other]! * turned[other]!;
    turned[index] = value / taken[index]!;
  });
  return turned;
}

export function product(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < left.length; row++) sum += left[row]! * right[row]!;
  return sum;
}

export function subtract(from: Float64Array, column: Float64Array, times: number): void {
  for (let row = 0; row < from.length; row++) from[row]! -= times * column[row]!;
}
