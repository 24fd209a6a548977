/**
 * Points and weights that integrate polynomials of degree 2n − 1 over [−1, 1] exactly: the roots of the Legendre
 * polynomial of degree n, by Newton's method.
 *
 * @see Abramowitz, Stegun (1964), Handbook of Mathematical Functions, formula 25.4.29
 */
export function gaussLegendre(points: number): { positions: Float64Array; weights: Float64Array } {
  const positions = new Float64Array(points);
  const weights = new Float64Array(points);
  for (let index = 0; index < points; index++) {
    let x = -Math.cos((Math.PI * (index + 0.75)) / (points + 0.5));
    let slope = 0;
    for (let round = 0; round < 8; round++) {
      let before = 0;
      let value = 1;
      for (let degree = 1; degree <= points; degree++) {
        const next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
        before = value;
        value = next;
      }
      slope = (points * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    positions[index] = x;
    weights[index] = 2 / ((1 - x * x) * slope * slope);
  }
  return { positions, weights };
}
