interface PointWithGradient {
  x: Float64Array;
  gradient: Float64Array;
}

/** The last steps and changes of the gradient, which stand for the curvature of the function. */
export class QuasiNewtonMemory {
  private readonly capacity: number;
  private readonly workspace: Float64Array;
  private pairs: { step: Float64Array; change: Float64Array }[] = [];

  constructor(variables: number, capacity: number) {
    this.capacity = capacity;
    this.workspace = new Float64Array(variables);
  }

  get isEmpty(): boolean {
    return this.pairs.length === 0;
  }

  clear(): void {
    this.pairs = [];
  }

  remember(from: PointWithGradient, to: PointWithGradient): void {
    const step = to.x.map((value, index) => value - from.x[index]!);
    const change = to.gradient.map((value, index) => value - from.gradient[index]!);
    this.pairs.push({ step, change });
    if (this.pairs.length > this.capacity) this.pairs.shift();
  }

  /**
   * Minus the inverse curvature times the gradient, over the free variables; 0 for the others. Products are
   * taken over the free variables too, and pairs without positive curvature there are passed over: the
   * direction is downhill whatever the memory holds.
   *
   * @see Nocedal, Wright (2006), Numerical Optimization, 2nd ed., algorithm 7.4 (two-loop recursion)
   */
  direction(gradient: Float64Array, isFree: Uint8Array): Float64Array {
    const direction = this.workspace;
    for (let index = 0; index < direction.length; index++) {
      direction[index] = isFree[index] ? -gradient[index]! : 0;
    }
    const usable: { step: Float64Array; change: Float64Array; curvature: number; share: number }[] = [];
    for (const { step, change } of this.pairs.toReversed()) {
      const curvature = freeProduct(step, change, isFree);
      const lengths = Math.sqrt(freeProduct(step, step, isFree) * freeProduct(change, change, isFree));
      if (!(curvature > Number.EPSILON * lengths)) continue;
      const share = freeProduct(step, direction, isFree) / curvature;
      addFree(direction, change, -share, isFree);
      usable.push({ step, change, curvature, share });
    }
    const latest = usable[0];
    if (latest) {
      const scale = latest.curvature / freeProduct(latest.change, latest.change, isFree);
      for (let index = 0; index < direction.length; index++) direction[index]! *= scale;
    }
    for (const { step, change, curvature, share } of usable.reverse()) {
      addFree(direction, step, share - freeProduct(change, direction, isFree) / curvature, isFree);
    }
    return direction;
  }
}

function freeProduct(left: Float64Array, right: Float64Array, isFree: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) if (isFree[index]) sum += left[index]! * right[index]!;
  return sum;
}

function addFree(target: Float64Array, source: Float64Array, factor: number, isFree: Uint8Array): void {
  for (let index = 0; index < target.length; index++)
    if (isFree[index]) target[index]! += factor * source[index]!;
}
