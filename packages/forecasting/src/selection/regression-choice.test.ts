import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { readSeries } from '../series/model-input.ts';
import { regressionChoice } from './regression-choice.ts';

const HISTORY = 80;
const AHEAD = 10;

/** Demand that triples in promotion, every fifth period or so. */
function promoted({ effect }: { effect: number }) {
  const random = randomStream(8);
  const promotion = Array.from({ length: HISTORY + AHEAD }, () => (random.next() < 0.2 ? 1 : 0));
  const values = promotion
    .slice(0, HISTORY)
    .map((on) => 50 * (1 + effect * on) * (0.95 + 0.1 * random.next()));
  return { values, promotion };
}

describe('regressionChoice', () => {
  it('takes the regression where promotions explain demand, and says by how much', () => {
    const { values, promotion } = promoted({ effect: 2 });
    const input = readSeries({ values, regressors: [{ name: 'promotion', values: promotion }] });
    const { chosen, notes } = regressionChoice(input, AHEAD);
    expect(chosen?.model).toBe('regression');
    expect(notes[0]?.message).toMatch(/^With promotion, forecasts of the past erred [5-9]\d % less/);
    const { mean } = chosen!.forecast(AHEAD);
    for (let step = 0; step < AHEAD; step++) {
      const expected = promotion[HISTORY + step] === 1 ? 150 : 50;
      expect(mean[step]! / expected).toBeGreaterThan(0.85);
      expect(mean[step]! / expected).toBeLessThan(1.15);
    }
  });

  it('leaves out a regressor that did not help', () => {
    const random = randomStream(9);
    let level = 100;
    const values = Array.from({ length: HISTORY }, () => (level += 4 * (random.next() - 0.5)));
    const unrelated = Array.from({ length: HISTORY + AHEAD }, () => random.next());
    const input = readSeries({ values, regressors: [{ name: 'moon', values: unrelated }] });
    const { chosen, notes } = regressionChoice(input, AHEAD);
    expect(chosen).toBeUndefined();
    expect(notes[0]).toEqual({
      code: 'regressor-dropped',
      message: 'Forecasts of the past were no better with moon than without: left out.',
    });
  });

  it('does not count on what is not known ahead, though it was known at every origin of the past', () => {
    const { values, promotion } = promoted({ effect: 2 });
    const input = readSeries({
      values,
      regressors: [{ name: 'promotion', values: promotion.slice(0, HISTORY) }],
    });
    const { chosen, notes } = regressionChoice(input, AHEAD);
    expect(chosen).toBeUndefined();
    expect(notes[0]?.message).toBe('Not known for the periods ahead, so not used: promotion.');
  });
});
