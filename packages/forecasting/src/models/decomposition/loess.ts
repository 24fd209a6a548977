/**
 * A loess smoother for evenly spaced values: which values each position looks at, and how much they count. It
 * depends on the number of values and the window only, so it is made once and used for every season and pass.
 */
export interface Loess {
  /** positions it is read at: `from`, `from + 1` … in units of the spacing */
  readonly positions: number;
  readonly neighbours: number;
  readonly degree: 0 | 1;
  readonly from: number;
  /** every so many positions are computed, those between interpolated */
  readonly stride: number;
  /** first neighbour of each position */
  readonly first: Int32Array;
  /** which row of weights a position uses: all positions in the middle share one */
  readonly row: Int32Array;
  /** tricube weights, row after row */
  readonly kernel: Float64Array;
  /** the same with the local line worked in: the value at a position is their scalar product with the values */
  readonly weights: Float64Array;
}

/** Wide windows change slowly: the paper computes ten points per window (section 3.3), this twenty. */
const WINDOW_PER_STRIDE = 20;

/**
 * @param options.length number of values
 * @param options.window [q] neighbours that count, at least 3 and odd; more than `length` widens the kernel
 * @param options.degree 0 for a local mean, 1 for a local line
 * @param options.beyond positions before the first and after the last value that are read too
 * @see Cleveland, Cleveland, McRae, Terpenning (1990), STL: a seasonal-trend decomposition procedure based on
 *      loess, Journal of Official Statistics 6, section 2.1
 */
export function loess(options: { length: number; window: number; degree: 0 | 1; beyond?: number }): Loess {
  const { length, window, degree, beyond = 0 } = options;
  const stride = beyond > 0 ? 1 : Math.max(1, Math.floor(window / WINDOW_PER_STRIDE));
  const neighbours = Math.min(window, length);
  const positions = length + 2 * beyond;
  const first = new Int32Array(positions);
  const row = new Int32Array(positions);
  const half = (window - 1) >> 1;
  const centred: number[] = [];
  let middleRow = -1;
  for (let index = 0; index < positions; index++) {
    const position = index - beyond;
    const start = Math.max(0, Math.min(position - half, length - neighbours));
    first[index] = start;
    const inTheMiddle = neighbours === window && position - start === half;
    if (inTheMiddle && middleRow >= 0) {
      row[index] = middleRow;
      continue;
    }
    row[index] = centred.length;
    if (inTheMiddle) middleRow = centred.length;
    centred.push(position - start);
  }
  const kernel = new Float64Array(centred.length * neighbours);
  const weights = new Float64Array(centred.length * neighbours);
  centred.forEach((place, index) => {
    const offset = index * neighbours;
    fillKernel(kernel.subarray(offset, offset + neighbours), place, window);
    fillWeights(weights, kernel, offset, neighbours, degree, place);
  });
  return { positions, neighbours, degree, from: -beyond, stride, first, row, kernel, weights };
}

/** Smooths the values `values[start], values[start + step] …` into the same places of `target`. O(n q). */
export function smooth(
  { positions, neighbours, stride, first, row, weights }: Loess,
  values: Float64Array,
  target: Float64Array,
  start = 0,
  step = 1,
): void {
  for (let index = 0; index < positions; index = next(index, stride, positions)) {
    let weight = row[index]! * neighbours;
    let at = start + first[index]! * step;
    let sum = 0;
    for (let neighbour = 0; neighbour < neighbours; neighbour++) {
      sum += weights[weight++]! * values[at]!;
      at += step;
    }
    target[start + index * step] = sum;
  }
  if (stride > 1) interpolate(target, positions, stride);
}

/**
 * The same where some values count less: `trust` is 0 to 1 for each value. A neighbourhood that is not trusted at
 * all keeps the unweighted result.
 */
export function smoothTrusted(
  smoother: Loess,
  values: Float64Array,
  trust: Float64Array,
  target: Float64Array,
  start = 0,
  step = 1,
): void {
  const { positions, neighbours, stride, first, row, kernel, weights, degree, from } = smoother;
  for (let index = 0; index < positions; index = next(index, stride, positions)) {
    const offset = row[index]! * neighbours;
    const place = index + from - first[index]!;
    let at = start + first[index]! * step;
    let plain = 0;
    let total = 0;
    let moment = 0;
    let square = 0;
    let sum = 0;
    let product = 0;
    for (let neighbour = 0; neighbour < neighbours; neighbour++) {
      const value = values[at]!;
      const weight = kernel[offset + neighbour]! * trust[at]!;
      const distance = neighbour - place;
      plain += weights[offset + neighbour]! * value;
      total += weight;
      moment += weight * distance;
      square += weight * distance * distance;
      sum += weight * value;
      product += weight * distance * value;
      at += step;
    }
    const spread = square * total - moment * moment;
    let smoothed = plain;
    if (total > 1e-9) {
      // A line through neighbours at one place has no slope.
      const line = degree === 1 && spread > 1e-6 * total * total;
      smoothed = line ? (square * sum - moment * product) / spread : sum / total;
    }
    target[start + index * step] = smoothed;
  }
  if (stride > 1) interpolate(target, positions, stride);
}

/** The next position that is computed; the last one always is. */
function next(index: number, stride: number, positions: number): number {
  return index + stride < positions || index === positions - 1 ? index + stride : positions - 1;
}

function interpolate(target: Float64Array, positions: number, stride: number): void {
  for (let index = 0; index < positions - 1; index += stride) {
    const end = Math.min(index + stride, positions - 1);
    const slope = (target[end]! - target[index]!) / (end - index);
    for (let between = index + 1; between < end; between++) {
      target[between] = target[index]! + slope * (between - index);
    }
  }
}

/** Tricube weights by distance over the distance of the furthest neighbour, widened if the window is too. */
function fillKernel(kernel: Float64Array, place: number, window: number): void {
  const neighbours = kernel.length;
  const furthest = Math.max(place, neighbours - 1 - place);
  const reach = furthest + Math.max(0, (window - neighbours) >> 1);
  for (let neighbour = 0; neighbour < neighbours; neighbour++) {
    const distance = Math.abs(neighbour - place);
    if (distance <= 0.001 * reach) kernel[neighbour] = 1;
    else if (distance <= 0.999 * reach) kernel[neighbour] = (1 - (distance / reach) ** 3) ** 3;
  }
}

function fillWeights(
  weights: Float64Array,
  kernel: Float64Array,
  offset: number,
  neighbours: number,
  degree: 0 | 1,
  place: number,
): void {
  let total = 0;
  let moment = 0;
  let square = 0;
  for (let neighbour = 0; neighbour < neighbours; neighbour++) {
    const weight = kernel[offset + neighbour]!;
    const distance = neighbour - place;
    total += weight;
    moment += weight * distance;
    square += weight * distance * distance;
  }
  const spread = square * total - moment * moment;
  const line = degree === 1 && spread > 1e-6 * total * total;
  for (let neighbour = 0; neighbour < neighbours; neighbour++) {
    const weight = kernel[offset + neighbour]!;
    const distance = neighbour - place;
    weights[offset + neighbour] = line ? (weight * (square - moment * distance)) / spread : weight / total;
  }
}
