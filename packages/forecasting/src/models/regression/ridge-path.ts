/** Ridge regressions of one problem with any penalty, each in a few operations per column. */
export interface RidgePath {
  /** sum of squares that is left, and the effective number of coefficients */
  errorAt(penalty: number): { residualSumOfSquares: number; parameters: number };
  coefficientsAt(penalty: number): Float64Array;
  /** x' (G + penalty)⁻¹ x: variance of x · coefficients over that of an error */
  leverageAt(penalty: number, x: Float64Array): number;
}

/**
 * All ridge regressions with the Gram matrix G and products c: coefficients (G + penalty)⁻¹ c. The matrix is brought
 * to tridiagonal form once, with 4/3 p³ multiplications; then a penalty costs a few p, since a tridiagonal
 * matrix is solved, and the diagonal of its inverse known, in one sweep each way. An eigendecomposition would do the
 * same with ten times the work.
 *
 * @param options.gram    [G] symmetric, p × p, row by row; overwritten
 * @param options.product [c] products of columns and target
 * @param options.square  sum of squares of the target
 * @see Golub, Van Loan (2013), Matrix Computations, 4th ed., algorithm 8.3.1 (tridiagonal form)
 * @see Elden (1984), A Note on the Computation of the Generalized Cross-Validation Function, section 3
 */
export function ridgePath(options: { gram: Float64Array; product: Float64Array; square: number }): RidgePath {
  const { gram, product, square } = options;
  const size = product.length;
  const { diagonal, beside, reflectors } = tridiagonal(gram, size);
  const rotated = reflect(Float64Array.from(product), { reflectors, size, forward: true });
  const pivots = new Float64Array(size);
  const solution = new Float64Array(size);
  const solve = (penalty: number, right: Float64Array): Float64Array =>
    solveTridiagonal({ diagonal, beside, penalty, right, pivots, solution });
  return {
    errorAt(penalty) {
      const beta = solve(penalty, rotated);
      let residual = square;
      for (let place = 0; place < size; place++) {
        residual -= beta[place]! * (rotated[place]! + penalty * beta[place]!);
      }
      return {
        residualSumOfSquares: Math.max(residual, 1e-14 * square),
        parameters: size - penalty * inverseTrace({ diagonal, beside, penalty, pivots }),
      };
    },
    coefficientsAt(penalty) {
      const beta = Float64Array.from(solve(penalty, rotated));
      return reflect(beta, { reflectors, size, forward: false });
    },
    leverageAt(penalty, x) {
      const turned = reflect(Float64Array.from(x), { reflectors, size, forward: true });
      const solved = solve(penalty, turned);
      let sum = 0;
      for (let place = 0; place < size; place++) sum += solved[place]! * turned[place]!;
      return Math.max(0, sum);
    },
  };
}

/**
 * Householder reflections that leave the diagonal and what is beside it. Each reflector is a unit vector stored as a
 * row of length p, zero up to its column.
 */
function tridiagonal(gram: Float64Array, size: number) {
  const reflectors = new Float64Array(size * size);
  const image = new Float64Array(size);
  for (let column = 0; column < size - 2; column++) {
    let square = 0;
    for (let row = column + 1; row < size; row++) square += gram[row * size + column]! ** 2;
    const length = Math.sqrt(square);
    const head = gram[(column + 1) * size + column]!;
    if (square === head * head) continue;
    const axis = reflectors.subarray(column * size, (column + 1) * size);
    for (let row = column + 1; row < size; row++) axis[row] = gram[row * size + column]!;
    axis[column + 1]! += head > 0 ? length : -length;
    let norm = 0;
    for (let row = column + 1; row < size; row++) norm += axis[row]! * axis[row]!;
    norm = Math.sqrt(norm);
    for (let row = column + 1; row < size; row++) axis[row]! /= norm;
    let along = 0;
    for (let row = column; row < size; row++) {
      let sum = 0;
      for (let inner = column + 1; inner < size; inner++) sum += gram[row * size + inner]! * axis[inner]!;
      image[row] = sum;
      along += sum * axis[row]!;
    }
    for (let row = column; row < size; row++) {
      for (let inner = column; inner < size; inner++) {
        gram[row * size + inner]! +=
          4 * along * axis[row]! * axis[inner]! -
          2 * (image[row]! * axis[inner]! + axis[row]! * image[inner]!);
      }
    }
  }
  const diagonal = Float64Array.from({ length: size }, (_, place) => gram[place * size + place]!);
  const beside = Float64Array.from(
    { length: Math.max(0, size - 1) },
    (_, place) => gram[(place + 1) * size + place]!,
  );
  return { diagonal, beside, reflectors };
}

/** Applies the reflections to a vector, in place. */
function reflect(
  vector: Float64Array,
  { reflectors, size, forward }: { reflectors: Float64Array; size: number; forward: boolean },
): Float64Array {
  for (let turn = 0; turn < size - 2; turn++) {
    const column = forward ? turn : size - 3 - turn;
    let along = 0;
    for (let row = column + 1; row < size; row++) along += reflectors[column * size + row]! * vector[row]!;
    if (along === 0) continue;
    for (let row = column + 1; row < size; row++)
      vector[row]! -= 2 * along * reflectors[column * size + row]!;
  }
  return vector;
}

/** Elimination down and substitution up; `pivots` are left for `inverseTrace`. */
function solveTridiagonal(system: {
  diagonal: Float64Array;
  beside: Float64Array;
  penalty: number;
  right: Float64Array;
  pivots: Float64Array;
  solution: Float64Array;
}): Float64Array {
  const { diagonal, beside, penalty, right, pivots, solution } = system;
  const size = diagonal.length;
  for (let place = 0; place < size; place++) {
    const before = place > 0 ? beside[place - 1]! / pivots[place - 1]! : 0;
    pivots[place] = positive(
      diagonal[place]! + penalty - (place > 0 ? before * beside[place - 1]! : 0),
      penalty,
    );
    solution[place] = right[place]! - (place > 0 ? before * solution[place - 1]! : 0);
  }
  for (let place = size - 1; place >= 0; place--) {
    const after = place < size - 1 ? beside[place]! * solution[place + 1]! : 0;
    solution[place] = (solution[place]! - after) / pivots[place]!;
  }
  return solution;
}

/** Trace of (T + penalty)⁻¹ from the pivots of elimination down and of elimination up. */
function inverseTrace(system: {
  diagonal: Float64Array;
  beside: Float64Array;
  penalty: number;
  pivots: Float64Array;
}): number {
  const { diagonal, beside, penalty, pivots } = system;
  let trace = 0;
  let upward = 0;
  for (let place = diagonal.length - 1; place >= 0; place--) {
    const own = diagonal[place]! + penalty;
    const after = place < diagonal.length - 1 ? beside[place]! ** 2 / upward : 0;
    upward = positive(own - after, penalty);
    trace += 1 / positive(pivots[place]! - after, penalty);
  }
  return trace;
}

/** No pivot is below the penalty but for rounding, since the Gram matrix has no negative eigenvalue. */
function positive(pivot: number, penalty: number): number {
  return pivot > penalty ? pivot : penalty;
}
