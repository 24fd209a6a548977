import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetColumn } from '../../platform/datasets/dataset.ts';
import { cellReader, roundDecimal } from './cell-values.ts';
import { DateEvidence, type DateOrder, parseDay } from './date-format.ts';
import { decimalOfNumber, NumberEvidence, parseDecimal } from './number-format.ts';

const column = (type: DatasetColumn['type'], more: Partial<DatasetColumn> = {}): DatasetColumn => ({
  name: 'value',
  type,
  required: true,
  synonyms: [],
  description: '',
  example: '7',
  ...more,
});

function dateOrderOf(cells: string[], usual: DateOrder = 'day-first') {
  const evidence = new DateEvidence();
  for (const cell of cells) evidence.add(cell);
  return evidence.decide(usual);
}

function decimalOf(cells: string[], whole = false) {
  const evidence = new NumberEvidence();
  for (const cell of cells) evidence.add(cell);
  return evidence.decide(whole).decimal;
}

describe('dates of a column', () => {
  it('are read day first when one row has a day above 12', () => {
    const format = dateOrderOf(['03/04/2026', '05/06/2026', '13/04/2026'], 'month-first');
    expect(format).toMatchObject({ order: 'day-first', decidedBy: 1, ambiguous: 2, against: 0 });
    expect(parseDay('03/04/2026', format)).toBe('2026-04-03');
  });

  it('are read month first when one row has its second number above 12', () => {
    const format = dateOrderOf(['03/04/2026', '04/13/2026']);
    expect(parseDay('03/04/2026', format)).toBe('2026-03-04');
  });

  it('say that nothing decides, and give the example', () => {
    expect(dateOrderOf(['03/04/2026', '05/05/2026'])).toMatchObject({
      order: 'day-first',
      decidedBy: 0,
      ambiguous: 1,
      example: '03/04/2026',
    });
  });

  it('count the rows that contradict the others', () => {
    expect(dateOrderOf(['13/04/2026', '14/04/2026', '04/15/2026'])).toMatchObject({ against: 1 });
  });

  it.each([
    ['2026-03-09', '2026-03-09'],
    ['2026/3/9', '2026-03-09'],
    ['20260309', '2026-03-09'],
    ['2026-03-09T14:30:00Z', '2026-03-09'],
    ['2026-03-09 00:00:00.000', '2026-03-09'],
    ['9.3.2026', '2026-03-09'],
    ['09-03-26', '2026-03-09'],
    ['9 March 2026', '2026-03-09'],
    ['09-Mar-26', '2026-03-09'],
    ['March 9, 2026', '2026-03-09'],
    ['9. März 2026', '2026-03-09'],
    ['9 août 2026', '2026-08-09'],
    ['9 de marzo de 2026', '2026-03-09'],
    ['Mon, 9 Mar 2026', '2026-03-09'],
    ['29/02/2028', '2028-02-29'],
    ['29/02/2027', null],
    ['31/04/2026', null],
    ['2026-13-01', null],
    ['yesterday', null],
    ['46090', null],
    ['9', null],
  ])('reads %s as %s', (text, expected) => {
    expect(parseDay(text, { order: 'day-first', serial: false })).toBe(expected);
  });

  it('reads day counts of a spreadsheet when the whole column holds them', () => {
    const format = dateOrderOf(['46090', '46091']);
    // 46090 is 9 March 2026: Excel shows 45658 for 1 January 2025, and 2025 has 365 days, plus 31 + 28 + 8.
    expect(45658 + 365 + 31 + 28 + 8).toBe(46090);
    expect(parseDay('46090', format)).toBe('2026-03-09');
  });

  it('come back from every way of writing them', () => {
    const day = fc.date({ min: new Date('1971-01-01'), max: new Date('2068-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.constantFrom('/', '-', '.'), fc.boolean(), (date, mark, padded) => {
        const iso = date.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = iso
          .split('-')
          .map((part) => (padded ? part : String(Number(part))));
        expect(parseDay([dayOfMonth, month, year].join(mark), { order: 'day-first', serial: false })).toBe(
          iso,
        );
        expect(parseDay([month, dayOfMonth, year].join(mark), { order: 'month-first', serial: false })).toBe(
          iso,
        );
        const words = date.toLocaleDateString('en-GB', {
          day: 'numeric',
          month: 'long',
          year: 'numeric',
          timeZone: 'UTC',
        });
        expect(parseDay(words, { order: 'month-first', serial: false })).toBe(iso);
        const excel = Math.floor((date.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000);
        expect(parseDay(excel, { order: 'day-first', serial: false })).toBe(iso);
      }),
      { numRuns: 300 },
    );
  });
});

describe('numbers of a column', () => {
  it.each([
    [['1.234,56', '7,5'], ','],
    [['1,234.56', '7.5'], '.'],
    [['1,5', '2,25'], ','],
    [['0,125'], ','],
    [['1.234.567'], ','],
    [['1,234', '12.5'], '.'],
    [['7', '8'], '.'],
  ])('%j have the decimal mark %s', (cells, mark) => {
    expect(decimalOf(cells)).toBe(mark);
  });

  it('take a lone mark before three digits for thousands where whole units are counted', () => {
    expect(decimalOf(['1.234'], true)).toBe(',');
    expect(decimalOf(['1,234'], true)).toBe('.');
  });

  it('are sure of thousands when small whole numbers stand beside them, and not when every number has the mark', () => {
    const evidence = (cells: string[]) => {
      const gathered = new NumberEvidence();
      for (const cell of cells) gathered.add(cell);
      return gathered.decide(true);
    };
    expect(evidence(['3,168', '9'])).toMatchObject({ decimal: '.', decidedBy: 1, ambiguous: 1 });
    expect(evidence(['3,000', '9,000'])).toMatchObject({
      decimal: '.',
      decidedBy: 0,
      ambiguous: 2,
      example: '3,000',
    });
  });

  it.each([
    ['1.234,50', ',', '1234.5'],
    ['1 234,50 €', ',', '1234.5'],
    ["1'234.50", '.', '1234.5'],
    ['€2.49', '.', '2.49'],
    ['EUR 2,49', ',', '2.49'],
    ['(12.00)', '.', '-12'],
    ['12-', '.', '-12'],
    ['-0', '.', '0'],
    ['007', '.', '7'],
    ['.5', '.', '0.5'],
    ['1.2E3', '.', '1200'],
    ['1,23', '.', null],
    ['12,34,567', '.', null],
    ['12a', '.', null],
    ['', '.', null],
    ['.', '.', null],
    ['--5', '.', null],
  ] as const)('%s with the mark %s is %s', (text, mark, expected) => {
    expect(parseDecimal(text, mark)).toBe(expected);
  });

  it('come back exactly from both ways of writing them', () => {
    const amount = fc.record({ whole: fc.bigInt(0n, 10n ** 12n), fraction: fc.nat(9_999) });
    fc.assert(
      fc.property(amount, fc.boolean(), ({ whole, fraction }, grouped) => {
        const digits = fraction.toString().padStart(4, '0');
        const expected = `${whole}.${digits}`.replace(/\.?0+$/, (zeros) =>
          zeros.startsWith('.') ? '' : zeros.replace(/0+$/, ''),
        );
        const group = (mark: string) =>
          grouped ? whole.toString().replace(/\B(?=(\d{3})+$)/g, mark) : whole.toString();
        expect(parseDecimal(`${group('.')},${digits}`, ',')).toBe(expected);
        expect(parseDecimal(`${group(',')}.${digits}`, '.')).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('of a workbook are read as it shows them, not as binary fractions', () => {
    expect(decimalOfNumber(0.1 + 0.2)).toBe('0.3');
    expect(decimalOfNumber(1e-7)).toBe('0.0000001');
    expect(decimalOfNumber(1e20)).toBeNull();
  });

  it('are rounded half away from zero', () => {
    expect(roundDecimal('1.23455', 4)).toBe('1.2346');
    expect(roundDecimal('-1.00005', 4)).toBe('-1.0001');
    expect(roundDecimal('0.99999', 4)).toBe('1');
    expect(roundDecimal('10.00001', 4)).toBe('10');
  });
});

describe('cellReader', () => {
  const codeOf = (type: DatasetColumn['type'], cell: string | number | boolean | null, more = {}) => {
    const reading = cellReader(column(type, more), {})(cell);
    return typeof reading === 'object' && reading !== null ? reading.code : reading;
  };

  it.each([
    ['integer', '12', '12'],
    ['integer', '012', '12'],
    ['integer', 12, '12'],
    ['integer', '12.0', '12'],
    ['integer', '12.5', 'fraction'],
    ['integer', 12.5, 'fraction'],
    ['integer', '-3', 'negative'],
    ['integer', 'many', 'not_a_number'],
    ['integer', '3000000000', 'too_large'],
    ['integer', '', 'missing_value'],
    ['integer', '  ', 'missing_value'],
    ['integer', null, 'missing_value'],
    ['money', '2.4999', '2.4999'],
    ['money', '2.49995', 'rounded'],
    ['money', true, 'not_a_number'],
    ['date', '2026-02-30', 'not_a_date'],
    ['date', 46_090, '2026-03-09'],
    ['text', 123, '123'],
    ['text', ' S-1 ', 'S-1'],
    ['text', 'a\u0000b', 'bad_character'],
  ] as const)('reads %s %j as %s', (type, cell, expected) => {
    expect(codeOf(type, cell)).toBe(expected);
  });

  it('stores the rounded amount with its warning', () => {
    expect(cellReader(column('money'), {})('2.49995')).toMatchObject({ severity: 'warning', stored: '2.5' });
  });

  it('refuses what is too long or not in the list, and says what would do', () => {
    expect(codeOf('text', 'abcdef', { maxLength: 5 })).toBe('too_long');
    expect(codeOf('text', 'DC', { allowed: ['store', 'dc'] })).toBe('dc');
    expect(cellReader(column('text', { allowed: ['store', 'dc'] }), {})('shop')).toMatchObject({
      code: 'not_allowed',
      hint: 'Use one of: store, dc.',
    });
  });

  it('leaves a blank cell of an optional column blank', () => {
    expect(codeOf('money', '', { required: false })).toBeNull();
  });

  it('says how the column is read when a date fits only the other way round', () => {
    const reading = cellReader(column('date'), {
      date: { order: 'day-first', serial: false, decidedBy: 9, ambiguous: 0, against: 1, example: null },
    })('04/15/2026');
    expect(reading).toMatchObject({
      message: 'value "04/15/2026" is not a date. This column is read day first.',
    });
  });
});
