/**
 * Complementary error function, by Cody's rational approximations: about 16 digits, small tails included.
 *
 * @see Cody (1969), Rational Chebyshev Approximations for the Error Function
 */
export function complementaryErrorFunction(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.46875) return 1 - x * centre(y * y);
  // Beyond 28 the result is below the smallest number.
  const upper = y <= 4 ? middle(y) : y < 28 ? tail(y) : y >= 28 ? 0 : Number.NaN;
  return x < 0 ? 2 - upper : upper;
}

function centre(z: number): number {
  const numerator =
    (((0.18577770618460315 * z + 3.1611237438705655) * z + 113.86415415105016) * z + 377.485237685302) * z +
    3209.3775891384694;
  const denominator =
    (((z + 23.601290952344122) * z + 244.02463793444417) * z + 1282.6165260773723) * z + 2844.236833439171;
  return numerator / denominator;
}

function middle(y: number): number {
  let numerator = 2.1531153547440383e-8 * y;
  let denominator = y;
  for (let i = 0; i < 7; i++) {
    numerator = (numerator + MIDDLE_P[i]!) * y;
    denominator = (denominator + MIDDLE_Q[i]!) * y;
  }
  return (exponential(y) * (numerator + MIDDLE_P[7]!)) / (denominator + MIDDLE_Q[7]!);
}

function tail(y: number): number {
  const z = 1 / (y * y);
  let numerator = 0.016315387137302097 * z;
  let denominator = z;
  for (let i = 0; i < 4; i++) {
    numerator = (numerator + TAIL_P[i]!) * z;
    denominator = (denominator + TAIL_Q[i]!) * z;
  }
  const correction = (z * (numerator + TAIL_P[4]!)) / (denominator + TAIL_Q[4]!);
  return (exponential(y) * (0.5641895835477563 - correction)) / y;
}

/** exp(−y²) with the square split in two, so that its rounding error does not grow with y. */
function exponential(y: number): number {
  const head = Math.trunc(y * 16) / 16;
  return Math.exp(-head * head) * Math.exp(-(y - head) * (y + head));
}

const MIDDLE_P = [
  0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const MIDDLE_Q = [
  15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const TAIL_P = [
  0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275, 0.0006587491615298378,
];
const TAIL_Q = [
  2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
];
