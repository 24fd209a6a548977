/**
 * The whole number 0..steps at which `value` is largest, the smallest one on ties. Exact for a
 * concave `value`. Up to 16 steps all are looked at, beyond that nine points before the interval is
 * narrowed, so a value that is only nearly concave is followed closely too.
 *
 * @param steps at least 0
 */
export function largestAt(steps: number, value: (step: number) => number): { step: number; value: number } {
  const seen = new Map<number, number>();
  let best = { step: 0, value: Number.NEGATIVE_INFINITY };
  const look = (step: number) => {
    if (seen.has(step)) return;
    const found = value(step);
    seen.set(step, found);
    if (found > best.value || (found === best.value && step < best.step)) best = { step, value: found };
  };
  let from = 0;
  let to = steps;
  for (;;) {
    const stride = to - from <= 16 ? 1 : Math.ceil((to - from) / 8);
    for (let step = from; step <= to; step += stride) look(step);
    look(to);
    if (stride === 1) return best;
    from = Math.max(0, best.step - stride);
    to = Math.min(steps, best.step + stride);
  }
}
