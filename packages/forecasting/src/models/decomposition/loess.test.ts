import { describe, expect, it } from 'vitest';
import { loess, smooth, smoothTrusted } from './loess.ts';
import { noise } from './testing/noise.ts';

describe('loess', () => {
  it('keeps a constant, by means and by lines, at the ends too', () => {
    for (const degree of [0, 1] as const) {
      const smoothed = new Float64Array(12);
      smooth(loess({ length: 10, window: 7, degree, beyond: 1 }), new Float64Array(10).fill(4), smoothed);
      for (const value of smoothed) expect(value).toBeCloseTo(4, 12);
    }
  });

  it('keeps a straight line by local lines, also one place beyond both ends', () => {
    const line = Float64Array.from({ length: 20 }, (_, index) => 3 + 2 * index);
    const smoothed = new Float64Array(22);
    smooth(loess({ length: 20, window: 7, degree: 1, beyond: 1 }), line, smoothed);
    smoothed.forEach((value, index) => {
      expect(value).toBeCloseTo(3 + 2 * (index - 1), 10);
    });
  });

  it('weighs by (1 - distance³)³ relative to the furthest neighbour', () => {
    // Window 5 around position 2: distances 2, 1, 0, 1, 2 of 2; (1 - 1/8)³ = 343/512, the furthest count nothing.
    const values = Float64Array.of(9, 1, 5, 3, 9);
    const smoothed = new Float64Array(5);
    smooth(loess({ length: 5, window: 5, degree: 0 }), values, smoothed);
    const weight = 343 / 512;
    expect(smoothed[2]).toBeCloseTo((5 + weight * (1 + 3)) / (1 + 2 * weight), 12);
  });

  it('widens the kernel for a window beyond the values by half of what is missing', () => {
    // Three values, window 7: reach 1 + (7 - 3) / 2 = 3 around the middle; (1 - 1/27)³ for both neighbours.
    const values = Float64Array.of(0, 9, 3);
    const smoothed = new Float64Array(3);
    smooth(loess({ length: 3, window: 7, degree: 0 }), values, smoothed);
    const weight = (26 / 27) ** 3;
    expect(smoothed[1]).toBeCloseTo((9 + 3 * weight) / (1 + 2 * weight), 12);
  });

  it('gives the same with full trust, for one place of several', () => {
    const values = noise(1, 30);
    const smoother = loess({ length: 10, window: 7, degree: 1, beyond: 1 });
    const [plain, trusted] = [new Float64Array(36), new Float64Array(36)];
    smooth(smoother, values, plain, 1, 3);
    smoothTrusted(smoother, values, new Float64Array(30).fill(1), trusted, 1, 3);
    trusted.forEach((value, index) => {
      expect(value).toBeCloseTo(plain[index]!, 12);
    });
  });

  it('ignores a value that is not trusted', () => {
    const line = Float64Array.from({ length: 15 }, (_, index) => index);
    const spiked = Float64Array.from(line);
    spiked[7] = 1000;
    const trust = new Float64Array(15).fill(1);
    trust[7] = 0;
    const smoothed = new Float64Array(15);
    smoothTrusted(loess({ length: 15, window: 7, degree: 1 }), spiked, trust, smoothed);
    smoothed.forEach((value, index) => {
      expect(value).toBeCloseTo(index, 10);
    });
  });

  it('interpolates in wide windows, a hundredth of the noise away from every point computed', () => {
    const values = noise(2, 400);
    const wide = loess({ length: 400, window: 101, degree: 1 });
    expect(wide.stride).toBe(5);
    const [strided, every] = [new Float64Array(400), new Float64Array(400)];
    smooth(wide, values, strided);
    smooth({ ...wide, stride: 1 }, values, every);
    strided.forEach((value, index) => {
      expect(Math.abs(value - every[index]!)).toBeLessThan(0.01);
    });
  });
});
