import { describe, expect, it } from 'vitest';
import { ETS_FORMS, etsForm, formOfPrint, parameterCount, printedForm } from './form.ts';

describe('ETS_FORMS', () => {
  it('holds the 15 forms R tries by default, and 4 with a trend that is a factor', () => {
    const names = ETS_FORMS.map(({ name }) => name);
    expect(names.filter((name) => !/^.M/.test(name)).sort()).toEqual(
      'AAA AAN AAdA AAdN ANA ANN MAA MAM MAN MAdA MAdM MAdN MNA MNM MNN'.split(' '),
    );
    expect(names.filter((name) => /^.M/.test(name)).sort()).toEqual('MMM MMN MMdM MMdN'.split(' '));
  });
});

describe('etsForm', () => {
  it('reads a name and is printed as R prints it', () => {
    expect(printedForm(etsForm('MAdM'))).toBe('ETS(M,Ad,M)');
    expect(formOfPrint('ETS(M,Ad,M)')).toBe(etsForm('MAdM'));
    expect(formOfPrint('theta')).toBeUndefined();
  });

  it('refuses a form with infinite variance and names the others', () => {
    expect(() => etsForm('ANM')).toThrow(/form is 'ANM'; it must be one of ANN, MNN/);
  });
});

describe('parameterCount', () => {
  it('counts weights, free states and the variance', () => {
    // ETS(A,N,N): alpha, level, variance. ETS(M,Ad,M) with 12 periods: 4 weights, level, slope, 11 seasons, variance.
    expect(parameterCount(etsForm('ANN'), 12)).toBe(3);
    expect(parameterCount(etsForm('MAdM'), 12)).toBe(18);
  });
});
