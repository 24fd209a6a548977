import { requireSymmetric } from './cholesky.ts';
import { type Matrix, scaleDown } from './matrix.ts';

/** matrix · vector = value · vector */
export interface SymmetricEigen {
  /** descending */
  values: Float64Array;
  /** orthonormal; column k belongs to value k, its largest element is positive */
  vectors: Matrix;
}

const MAX_SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi rotations: small and exact to the last digits
 * even for small eigenvalues, about 10 n³ multiplications, so for at most a few hundred rows.
 *
 * @throws RangeError unless the matrix is square, symmetric and finite
 * @see Golub, Van Loan (2013), Matrix Computations, 4th ed., section 8.5
 * @example symmetricEigen(matrixFromRows([[2, 1], [1, 2]])).values // [3, 1]
 */
export function symmetricEigen(matrix: Matrix): SymmetricEigen {
  requireSymmetric('matrix', matrix);
  const size = matrix.rows;
  const work = matrix.values.slice();
  const scale = scaleDown(work);
  const vectors = new Float64Array(size * size);
  for (let index = 0; index < size; index++) vectors[index * size + index] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotations = 0;
    for (let first = 0; first < size; first++) {
      for (let second = first + 1; second < size; second++) {
        if (rotate(work, vectors, size, { first, second })) rotations += 1;
      }
    }
    if (rotations === 0) break;
  }
  for (let index = 0; index < size; index++) work[index * size + index]! *= scale;
  return sorted(work, vectors, size);
}

/** Makes one element off the diagonal 0; false if it already is, to the last digit of its diagonal. */
function rotate(
  work: Float64Array,
  vectors: Float64Array,
  size: number,
  { first, second }: { first: number; second: number },
): boolean {
  const off = work[first * size + second]!;
  const [left, right] = [work[first * size + first]!, work[second * size + second]!];
  if (Math.abs(off) <= Number.EPSILON * Math.sqrt(Math.abs(left)) * Math.sqrt(Math.abs(right))) return false;
  const cotangent = (right - left) / (2 * off);
  const tangent = (cotangent < 0 ? -1 : 1) / (Math.abs(cotangent) + Math.hypot(1, cotangent));
  // Too small to move either diagonal: done, lest a matrix of rank one rotates forever.
  if (left - tangent * off === left && right + tangent * off === right && Math.abs(tangent) < 1e-16)
    return false;
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  for (let index = 0; index < size; index++)
    turn(work, index * size + first, index * size + second, cosine, sine);
  for (let index = 0; index < size; index++)
    turn(work, first * size + index, second * size + index, cosine, sine);
  for (let index = 0; index < size; index++) {
    turn(vectors, index * size + first, index * size + second, cosine, sine);
  }
  work[first * size + second] = 0;
  work[second * size + first] = 0;
  return true;
}

function turn(values: Float64Array, first: number, second: number, cosine: number, sine: number): void {
  const [left, right] = [values[first]!, values[second]!];
  values[first] = cosine * left - sine * right;
  values[second] = sine * left + cosine * right;
}

function sorted(work: Float64Array, vectors: Float64Array, size: number): SymmetricEigen {
  const eigenvalue = (column: number) => work[column * size + column]!;
  const order = Array.from({ length: size }, (_, column) => column).sort(
    (a, b) => eigenvalue(b) - eigenvalue(a),
  );
  const columns = new Float64Array(size * size);
  for (const [place, column] of order.entries()) {
    let largest = 0;
    for (let row = 0; row < size; row++) {
      const value = vectors[row * size + column]!;
      if (Math.abs(value) > Math.abs(largest) + 1e-12) largest = value;
    }
    const sign = largest < 0 ? -1 : 1;
    for (let row = 0; row < size; row++) columns[row * size + place] = sign * vectors[row * size + column]!;
  }
  return {
    values: Float64Array.from(order, eigenvalue),
    vectors: { rows: size, columns: size, values: columns },
  };
}
