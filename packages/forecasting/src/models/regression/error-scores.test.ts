import { normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { errorScores } from './error-scores.ts';

describe('errorScores', () => {
  it('is close to normal for normal residuals', () => {
    const random = randomStream(1, 'errors');
    const scores = errorScores(
      Float64Array.from({ length: 2000 }, () => 3 * normal.sample(random)),
      3,
    );
    for (const score of [-2, -1, 0, 1, 2]) expect(Math.abs(scores.at(score) - score)).toBeLessThan(0.15);
    // E exp(s z) = exp(s² / 2)
    expect(scores.expected((error) => Math.exp(0.5 * error)) / Math.exp(0.125)).toBeCloseTo(1, 1);
  });

  it('keeps the skewness of what was seen, the more the more was seen', () => {
    const skewed = (count: number) =>
      Float64Array.from({ length: count }, (_, index) => (index % 10 === 0 ? 3 : -1 / 3));
    const [few, many] = [errorScores(skewed(10), 1), errorScores(skewed(1000), 1)];
    expect(many.at(1.5)).toBeGreaterThan(2.8);
    expect(many.at(0)).toBeLessThan(-0.3);
    // 10 residuals weigh 10 / 30
    expect(few.at(0)).toBeCloseTo(-1 / 9, 6);
  });

  it('never falls as the score rises', () => {
    const scores = errorScores(Float64Array.of(-5, -1, 0, 0, 0, 1, 7), 1);
    for (let score = -7; score < 7; score += 0.01)
      expect(scores.at(score + 0.01)).toBeGreaterThanOrEqual(scores.at(score));
  });
});
