import { normal } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { averageOverPanels, REACH, stretchesBetween } from './panel-average.ts';

describe('the stretches of a line', () => {
  it('are one without a bend, in panels no wider than permitted', () => {
    expect(stretchesBetween(-2, 3, [], 2)).toEqual([{ start: -2, panels: 3, panelWidth: 5 / 3 }]);
    expect(stretchesBetween(-2, 4, [], 2)).toEqual([{ start: -2, panels: 3, panelWidth: 2 }]);
    expect(stretchesBetween(1, 1, [], 2)).toEqual([]);
  });

  it('part at a kink inside, and not at one at or beyond an end', () => {
    const kinks = [1, -2, 3, 5, -7].map((at) => ({ at, width: 0 }));
    expect(stretchesBetween(-2, 3, kinks, 2)).toEqual([
      { start: -2, panels: 2, panelWidth: 1.5 },
      { start: 1, panels: 1, panelWidth: 2 },
    ]);
  });

  it('have panels as narrow as what is left of a kink, as far as that reaches', () => {
    const bend = { at: 0, width: 0.1 };
    expect(REACH * bend.width).toBeCloseTo(0.9, 12);
    const [before, within, after, ...none] = stretchesBetween(-4.9, 10.9, [bend], 2);
    expect(none).toEqual([]);
    expect(before).toMatchObject({ start: -4.9, panels: 2 });
    expect(before?.panelWidth).toBeCloseTo(2, 12);
    expect(within?.start).toBeCloseTo(-0.9, 12);
    expect(within?.panelWidth).toBeCloseTo(0.1, 12);
    expect(after?.start).toBeCloseTo(0.9, 12);
    expect(after?.panels).toBe(5);
  });

  it('lie in order, whatever the order of the bends, each as wide as its own bend', () => {
    const bends = [
      { at: 4, width: 0 },
      { at: 2, width: 0.125 },
    ];
    expect(stretchesBetween(0, 5, bends, 2)).toEqual([
      { start: 0, panels: 1, panelWidth: 0.875 },
      { start: 0.875, panels: 18, panelWidth: 0.125 },
      { start: 3.125, panels: 1, panelWidth: 0.875 },
      { start: 4, panels: 1, panelWidth: 1 },
    ]);
  });

  it('take the narrowest of the bends that reach them, and the widest permitted where all are wider', () => {
    const [narrow, ...rest] = stretchesBetween(
      0,
      1,
      [
        { at: 0.5, width: 0.25 },
        { at: 0.5, width: 0.125 },
        { at: 0.5, width: 8 },
      ],
      2,
    );
    expect([narrow, rest]).toEqual([{ start: 0, panels: 8, panelWidth: 0.125 }, []]);
    expect(stretchesBetween(0, 4, [{ at: 2, width: 8 }], 2)).toEqual([
      { start: 0, panels: 2, panelWidth: 2 },
    ]);
  });
});

describe('the average over a stretch of a normal variable', () => {
  const [start, end] = [-1, 2];
  const deviation = 0.7;
  const stretches = stretchesBetween(start, end, [{ at: 0.5, width: 0 }], deviation);

  it.each([-3, -1, 0.2, 1.9, 5])('is the probability to be in it, of the constant 1, from %d', (x) => {
    const probability =
      normal.standardCdf((x - start) / deviation) - normal.standardCdf((x - end) / deviation);
    expect(averageOverPanels(() => 1, stretches, deviation)(x)).toBeCloseTo(probability, 13);
  });

  it.each([-1, 0.2, 3])('is that of a straight line from %d, by the truncated normal mean', (x) => {
    // E[Y; a ≤ Y ≤ b] = x (Φ(β) − Φ(α)) − σ (φ(β) − φ(α)) for Y normal about x
    const [alpha, beta] = [(start - x) / deviation, (end - x) / deviation];
    const density = (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    const expected =
      x * (normal.standardCdf(beta) - normal.standardCdf(alpha)) -
      deviation * (density(beta) - density(alpha));
    expect(averageOverPanels((y) => y, stretches, deviation)(x)).toBeCloseTo(expected, 13);
  });

  it('is right across a kink: of |Y − 0.5| about 0.5, σ √(2/π) when the stretch is wide', () => {
    const wide = stretchesBetween(-20, 20, [{ at: 0.5, width: 0 }], deviation);
    const average = averageOverPanels((y) => Math.abs(y - 0.5), wide, deviation);
    expect(average(0.5)).toBeCloseTo(deviation * Math.sqrt(2 / Math.PI), 13);
  });

  it('is nothing beyond the reach of the variable', () => {
    const average = averageOverPanels(() => 1, stretches, deviation);
    expect([average(start - 10 * deviation), average(end + 10 * deviation)]).toEqual([0, 0]);
  });

  it('looks at the function only where the variable reaches, and there once', () => {
    const asked: number[] = [];
    const narrow = 0.01;
    const average = averageOverPanels(
      (y) => asked.push(y) && 1,
      [{ start: 2, panels: 1000, panelWidth: narrow }],
      narrow,
    );
    expect(average(5.005)).toBeCloseTo(1, 13);
    // 9 standard deviations are 9 panels either way of the one about 5.005, with 12 points each
    expect(asked.length).toBe(19 * 12);
    expect(Math.min(...asked)).toBeGreaterThan(4.91);
    expect(Math.max(...asked)).toBeLessThan(5.1);
    average(5.005);
    expect(asked.length).toBe(19 * 12);
  });
});
