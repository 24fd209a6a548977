/** A stream of seeded random numbers. */
export interface RandomStream {
  /** Uniform in [0, 1), 53 random bits. */
  next(): number;
  /** Uniform integer in 0 … 2³² − 1. */
  nextUint32(): number;
  /**
   * A stream of its own, named by `key`. It depends on the seed and keys of this stream and on `key` only,
   * not on how many numbers were drawn before: forks can be made in any order, on any thread.
   */
  fork(key: string): RandomStream;
}

/**
 * One stream per seed and list of keys, such as `randomStream(7, 'store 12', 'sku 9')`. The same arguments give
 * the same numbers on every machine; any other argument gives an unrelated stream, so work can be cut into
 * chunks and shared among threads without changing a result. The number 1 and the text '1' are different
 * keys, and ('ab', 'c') is not ('a', 'bc').
 *
 * The guarantee: a stream is a function of seed and keys alone. Streams may be made, forked and drawn from in
 * any order, on any thread or machine; the numbers of each are the same. Draw all that belongs to one thing
 * (a series, a path) from the stream of its own key, and a run can be cut into chunks of any size. Distinct
 * lists of keys give the same state with probability 2⁻¹²⁸ each. Not for secrets.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, 32-bit integer arithmetic only,
 * which V8 keeps in registers. Its state is a hash of seed and keys.
 *
 * @param seed a finite number or a text
 * @throws RangeError if the seed or a key is a number that is not finite
 */
export function randomStream(seed: number | string, ...keys: (string | number)[]): RandomStream {
  const state = new Int32Array(INITIAL_STATE);
  absorb(state, 'seed', seed);
  for (const key of keys) absorb(state, 'key', key);
  return new Sfc32Stream(state);
}

/** The first 128 bits of the fractional part of pi: numbers nobody chose. */
const INITIAL_STATE = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];
const WARM_UP_ROUNDS = 12;

class Sfc32Stream implements RandomStream {
  private readonly origin: Int32Array;
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(origin: Int32Array) {
    this.origin = origin;
    this.a = origin[0]! ^ origin[3]!;
    this.b = origin[1]!;
    this.c = origin[2]!;
    for (let round = 0; round < WARM_UP_ROUNDS; round++) this.nextUint32();
  }

  nextUint32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  next(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  fork(key: string): RandomStream {
    const state = new Int32Array(this.origin);
    absorb(state, 'key', key);
    return new Sfc32Stream(state);
  }
}

/** Mixes one value into the state; kind, type and length go in too, so that no two lists look alike. */
function absorb(state: Int32Array, role: 'seed' | 'key', value: string | number): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${role} is ${value}; it must be finite or a text`);
    NUMBER_VIEW.setFloat64(0, value === 0 ? 0 : value);
    mix(state, 0x6e);
    mix(state, NUMBER_VIEW.getInt32(0));
    mix(state, NUMBER_VIEW.getInt32(4));
  } else {
    mix(state, 0x74 ^ (value.length << 8));
    for (let index = 0; index < value.length; index++) mix(state, value.charCodeAt(index));
  }
  mix(state, role === 'seed' ? 0x5eed : 0x6b65);
}

const NUMBER_VIEW = new DataView(new ArrayBuffer(8));

/** One word into four lanes; multipliers and final shifts are those of MurmurHash3 (Austin Appleby). */
function mix(state: Int32Array, word: number): void {
  const a = Math.imul(state[0]! ^ word, 0x85ebca6b);
  const b = Math.imul(state[1]! ^ (a >>> 15) ^ word, 0xc2b2ae35);
  const c = Math.imul(state[2]! ^ (b >>> 13) ^ word, 0xcc9e2d51);
  const d = Math.imul(state[3]! ^ (c >>> 16) ^ word, 0x1b873593);
  state[0] = a ^ (d >>> 16);
  state[1] = (b ^ (a << 7)) + 0x38b34ae5;
  state[2] = ((c ^ (b << 11)) + 0x561ccd1b) | 0;
  state[3] = ((d ^ (c << 5)) + 0x0bcaa747) | 0;
}
