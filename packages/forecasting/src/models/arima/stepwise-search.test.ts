import { describe, expect, it } from 'vitest';
import type { ArimaEstimate } from './arima-estimate.ts';
import { type ArimaOrders, formOf } from './arma-orders.ts';
import { stepwiseSearch } from './stepwise-search.ts';

const START = { p: 2, d: 1, q: 2, P: 1, D: 0, Q: 1, period: 12 };
const LIMITS = { p: 5, q: 5, P: 2, Q: 2, constant: true, forms: 94 };

/** A search over a made-up criterion; forms that `barred` names have roots near the unit circle. */
function search(
  aicc: (orders: ArimaOrders) => number,
  barred: (orders: ArimaOrders) => boolean = () => false,
  limits = LIMITS,
) {
  const tried: string[] = [];
  const ranked = stepwiseSearch(START, limits, (orders): ArimaEstimate => {
    tried.push(formOf(orders));
    const criteria = { logLikelihood: 0, aic: 0, bic: 0, aicc: aicc(orders) };
    return {
      orders,
      exact: true,
      free: new Float64Array(0),
      criteria,
      variance: 1,
      rootsClear: !barred(orders),
    };
  });
  return { best: formOf(ranked[0]!.orders), tried };
}

const distanceTo =
  (p: number, q: number, P: number, Q: number, constant: boolean) =>
  (orders: ArimaOrders): number =>
    Math.abs(orders.p - p) +
    Math.abs(orders.q - q) +
    Math.abs(orders.P - P) +
    Math.abs(orders.Q - Q) +
    (orders.constant === constant ? 0 : 0.5);

describe('stepwiseSearch', () => {
  it('begins with the five forms of Hyndman and Khandakar', () => {
    expect(search(() => 0).tried.slice(0, 5)).toEqual([
      '(2,1,2)(1,0,1)[12]+drift',
      '(0,1,0)(0,0,0)[12]+drift',
      '(1,1,0)(1,0,0)[12]+drift',
      '(0,1,1)(0,0,1)[12]+drift',
      '(0,1,0)(0,0,0)[12]',
    ]);
  });

  it.each([
    { form: '(5,1,0)(0,0,2)[12]', criterion: distanceTo(5, 0, 0, 2, false) },
    { form: '(0,1,0)(2,0,2)[12]+drift', criterion: distanceTo(0, 0, 2, 2, true) },
    { form: '(3,1,4)(1,0,1)[12]', criterion: distanceTo(3, 4, 1, 1, false) },
  ])('walks to $form', ({ form, criterion }) => {
    const { best, tried } = search(criterion);
    expect(best).toBe(form);
    expect(new Set(tried).size).toBe(tried.length);
  });

  it('never chooses a form with roots near the unit circle', () => {
    const best = search(distanceTo(2, 2, 1, 1, true), ({ q }) => q >= 2).best;
    expect(best).toBe('(2,1,1)(1,0,1)[12]+drift');
  });

  it('keeps to its limits', () => {
    const limits = { ...LIMITS, p: 1, q: 0, P: 0, Q: 0, constant: false };
    const { tried } = search(distanceTo(5, 5, 2, 2, true), undefined, limits);
    expect(new Set(tried)).toEqual(new Set(['(1,1,0)(0,0,0)[12]', '(0,1,0)(0,0,0)[12]']));
    expect(search(distanceTo(5, 5, 2, 2, true), undefined, { ...LIMITS, forms: 7 }).tried).toHaveLength(7);
  });
});
