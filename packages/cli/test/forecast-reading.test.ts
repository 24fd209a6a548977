import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSeries, type IdRows, type SeriesRules } from '../src/forecast/build-series.ts';
import { calendarOf, frequencies, inferFrequency } from '../src/forecast/calendar.ts';
import { chooseColumns } from '../src/forecast/columns.ts';
import { readDate } from '../src/forecast/dates.ts';
import { readNumber } from '../src/forecast/numbers.ts';
import { readOptions } from '../src/forecast/options.ts';
import { collectProblems } from '../src/forecast/problems.ts';
import { scanFile } from '../src/forecast/scan.ts';

const utc = (text: string) => Date.parse(text.length === 10 ? `${text}T00:00Z` : `${text}Z`);

describe('readDate', () => {
  it.each([
    ['2026-03-09', 'day', '2026-03-09'],
    ['2026/3/9', 'day', '2026-03-09'],
    ['20260309', 'day', '2026-03-09'],
    ['09.03.2026', 'day', '2026-03-09'],
    ['9 Mar 2026', 'day', '2026-03-09'],
    ['9. März 2026', 'day', '2026-03-09'],
    ['March 9, 2026', 'day', '2026-03-09'],
    ['2026-03-09T14:30:00Z', 'hour', '2026-03-09T14:00'],
    ['09.03.2026 14:00', 'hour', '2026-03-09T14:00'],
    ['2026-03', 'month', '2026-03-01'],
    ['202603', 'month', '2026-03-01'],
    ['2026M3', 'month', '2026-03-01'],
    ['03/2026', 'month', '2026-03-01'],
    ['Mar-26', 'month', '2026-03-01'],
    ['2026-Q2', 'quarter', '2026-04-01'],
    ['Q2 2026', 'quarter', '2026-04-01'],
    // 1 January 2026 is a Thursday, so its week is the first, from Monday 29 December 2025.
    ['2026-W01', 'week', '2025-12-29'],
    ['2026', 'year', '2026-01-01'],
  ])('reads %s as the %s of %s', (text, unit, date) => {
    expect(readDate(text)).toMatchObject({ unit, dayFirst: utc(date) });
  });

  it.each(['2026-02-30', '2026-13-01', '31.04.2026', '12', '1.234', 'Monday', '', '20263', '3026-01-01'])(
    'refuses %j',
    (text) => {
      expect(readDate(text)).toBeUndefined();
    },
  );

  it('leaves open what both orders can read', () => {
    expect(readDate('03/04/2026')).toEqual({
      unit: 'day',
      dayFirst: utc('2026-04-03'),
      monthFirst: utc('2026-03-04'),
    });
  });
});

describe('readNumber', () => {
  it.each([
    ['12.5', '.', 12.5],
    ['1,234.5', '.', 1234.5],
    ['1.234,5', ',', 1234.5],
    ['1 234,5', ',', 1234.5],
    ['€ 12', '.', 12],
    ['−3', '.', -3],
    ['1e3', '.', 1000],
  ] as const)('reads %s with %s as %d', (text, mark, value) => {
    expect(readNumber(text, mark)).toBe(value);
  });

  it.each([
    ['x7', '.'],
    ['1.2.3', '.'],
    ['12,5', '.'],
    ['12.5', ','],
    ['-', '.'],
  ] as const)('refuses %s with %s', (text, mark) => {
    expect(readNumber(text, mark)).toBeUndefined();
  });

  it('reads what JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        // String(-0) is '0'.
        expect(readNumber(String(value), '.')).toBe(Number(String(value)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('chooseColumns', () => {
  const choose = (heading: string, row: string, choices = {}) =>
    chooseColumns('f.csv', { heading: heading.split(','), sample: [row.split(',')] }, choices);
  const names = (heading: string, row: string, choices = {}) => {
    const { date, ids, value, regressors, ignored } = choose(heading, row, choices);
    const list = (columns: { name: string }[]) => columns.map(({ name }) => name).join('+');
    return [date.name, list(ids), value.name, list(regressors), list(ignored)].join(' | ');
  };

  it.each([
    ['unique_id,ds,y', 'a,2026-01-01,3', 'ds | unique_id | y |  | '],
    ['Datum,Filiale,Artikel,Menge,Preis', '2026-01-01,1,2,3,4', 'Datum | Filiale+Artikel | Menge | Preis | '],
    ['date,units,revenue,comment', '2026-01-01,1,2,x', 'date |  | units | revenue | comment'],
    ['date,passengers', '2026-01-01,1', 'date |  | passengers |  | '],
    ['year,month,date,Units sold (pcs)', '2026,1,2026-01-01,4', 'date |  | Units sold (pcs) |  | year+month'],
  ])('understands %s', (heading, row, expected) => {
    expect(names(heading, row)).toBe(expected);
  });

  it.each([
    ['the value', 'date,units,qty', '2026-01-01,1,2', '--value units', { value: 'units' }],
    ['the value', 'date,a,b', '2026-01-01,1,2', '--value a', { value: 'a' }],
    ['the id', 'date,item,sku,units', '2026-01-01,1,2,3', '--id item', { id: ['item'] }],
    ['the date', 'start,end,units', '2026-01-01,2026-01-02,3', '--date start', { date: 'start' }],
  ])('asks for %s of %s, and takes the answer', (_, heading, row, flag, choices) => {
    expect(() => choose(heading, row)).toThrow(`Say which: ${flag}`);
    expect(() => choose(heading, row, choices)).not.toThrow();
  });

  it('names the columns there are when one is asked for that is not', () => {
    expect(() => choose('date,value', '2026-01-01,1', { value: 'price' })).toThrow(
      'f.csv has no column "price" for --value; it has "date" and "value".',
    );
  });
});

describe('inferFrequency', () => {
  const every = (count: number, at: (index: number) => number) =>
    Array.from({ length: count }, (_, index) => at(index));

  it.each([
    ['hourly', every(30, (index) => Date.UTC(2026, 0, 1, index))],
    ['daily', every(30, (index) => Date.UTC(2026, 0, 1 + index))],
    [
      'daily',
      every(30, (index) => Date.UTC(2026, 0, 1 + index)).filter(
        (at) => ![0, 6].includes(new Date(at).getUTCDay()),
      ),
    ],
    ['weekly', every(30, (index) => Date.UTC(2026, 0, 1 + 7 * index)).filter((_, index) => index % 4 !== 2)],
    ['monthly', every(30, (index) => Date.UTC(2026, index, 1))],
    ['monthly', every(30, (index) => Date.UTC(2026, index + 1, 0))],
    ['monthly', [0, 1, 4, 5, 11, 14, 20].map((month) => Date.UTC(2026, month, 1))],
    ['daily', [0, 5, 17, 18, 40, 61, 66].map((day) => Date.UTC(2026, 0, 1 + day))],
    ['monthly', [31, 58, 91, 119, 152, 181].map((day) => Date.UTC(2026, 0, 1 + day))],
    ['quarterly', every(12, (index) => Date.UTC(2020, 3 * index, 1))],
    ['yearly', every(12, (index) => Date.UTC(2000 + index, 5, 30))],
  ])('finds %s', (frequency, dates) => {
    expect(inferFrequency(dates.toReversed(), 'day')).toBe(frequency);
  });

  it('says nothing of two dates, and believes the unit that dates are written in', () => {
    expect(inferFrequency([0, 86_400_000], 'day')).toBeUndefined();
    expect(inferFrequency([0, 86_400_000], 'month')).toBe('monthly');
  });
});

describe('calendarOf', () => {
  it('numbers each moment with the period it lies in, for every frequency', () => {
    const moment = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.constantFrom(...frequencies), (date, frequency) => {
        const calendar = calendarOf(frequency, { dates: [], unit: 'day', isGiven: false });
        const index = calendar.indexOf(date.getTime());
        expect(calendar.startOf(index)).toBeLessThanOrEqual(date.getTime());
        expect(calendar.startOf(index + 1)).toBeGreaterThan(date.getTime());
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['weekly', ['2026-03-04', '2026-03-11'], 'day', '2026-03-18'],
    ['monthly', ['2026-01-31', '2026-02-28'], 'day', '2026-03-31'],
    ['monthly', ['2026-01-01', '2026-02-01'], 'month', '2026-03'],
    ['monthly', ['2026-01-05', '2026-02-05'], 'day', '2026-03-05'],
    ['quarterly', ['2026-01-01', '2026-04-01'], 'quarter', '2026-Q3'],
    ['weekly', ['2026-12-21', '2026-12-28'], 'week', '2027-W01'],
    ['hourly', ['2026-03-04T10:00', '2026-03-04T11:00'], 'hour', '2026-03-04T12:00'],
  ] as const)('writes %s periods after %j as the file does', (frequency, written, unit, next) => {
    const dates = written.map(utc);
    const calendar = calendarOf(frequency, { dates, unit, isGiven: true });
    expect(calendar.label(calendar.indexOf(dates[1]!) + 1)).toBe(next);
  });
});

describe('buildSeries', () => {
  const calendar = calendarOf('daily', { dates: [], unit: 'day', isGiven: true });
  const rules: SeriesRules = {
    ...{ calendar, isAddedUp: false, absent: 'missing', last: calendar.indexOf(utc('2026-01-06')) },
    ...{ regressorNames: ['price'], seasons: undefined },
  };
  const rows = (entries: [date: string, value: number | undefined, price: number][]): IdRows => ({
    id: 'A',
    at: entries.map(([date]) => utc(date)),
    values: entries.map(([, value]) => value ?? Number.NaN),
    isEmpty: entries.map(([, value]) => value === undefined),
    regressors: [entries.map(([, , price]) => price)],
  });

  it('takes rows without a value at the end as periods ahead, and those between as unknown', () => {
    const built = buildSeries(
      rows([
        ['2026-01-03', 7, 2],
        ['2026-01-01', 5, 1],
        ['2026-01-02', undefined, 1],
        ['2026-01-04', undefined, 3],
      ]),
      rules,
    );
    if ('unusable' in built) throw new Error(built.unusable);
    expect([...(built.series.values as Float64Array)]).toEqual([5, Number.NaN, 7]);
    expect([...(built.series.regressors![0]!.values as Float64Array)]).toEqual([1, 1, 2, 3]);
    expect(calendar.label(built.ahead)).toBe('2026-01-04');
  });

  it('ends where the file ends if no row means zero', () => {
    const built = buildSeries(
      rows([
        ['2026-01-01', 5, 1],
        ['2026-01-03', 7, 2],
      ]),
      { ...rules, absent: 'zero' },
    );
    if ('unusable' in built) throw new Error(built.unusable);
    expect([...(built.series.values as Float64Array)]).toEqual([5, 0, 7, 0, 0, 0]);
    expect(built.unknownAhead).toEqual(['price']);
  });

  it('refuses an id without a value, and one whose dates cannot all be right', () => {
    expect(buildSeries(rows([['2026-01-01', undefined, 1]]), rules)).toEqual({
      unusable: 'no row of it has a value.',
    });
    const hours = calendarOf('hourly', { dates: [], unit: 'hour', isGiven: true });
    expect(
      buildSeries(
        rows([
          ['1926-01-01', 1, 1],
          ['2026-01-01', 1, 1],
        ]),
        { ...rules, calendar: hours },
      ),
    ).toMatchObject({
      unusable: expect.stringContaining('one of them is probably wrong'),
    });
  });
});

describe('scanFile', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'granary-scan-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  async function scan(content: string, choices = {}) {
    const path = join(folder, 'file.csv');
    await writeFile(path, content);
    return scanFile(path, choices);
  }

  it.each([
    ['an empty file', '', 'is empty. It needs a heading and rows'],
    ['a heading alone', 'date,value\n', 'has a heading and no rows under it'],
    ['no heading', '2026-01-01,5\n2026-01-02,6\n', 'the first row must name the columns'],
    ['a column for each period', 'sku,2026-01,2026-02\nA,1,2\n', 'Turn it so that each has a row'],
    ['no dates', 'a,b\n1,2\n', 'has no column of dates among "a" and "b". Name it with --date'],
    ['no numbers', 'date,word\n2026-01-01,x\n', 'has no column of numbers to forecast'],
    ['an open quote', 'date,value\n2026-01-01,"5\n2026-01-02,6\n', 'row 2: a quoted cell that begins here'],
    ['a workbook', 'PK\u0003\u0004xl/workbook.xml', 'is a workbook. Save it as CSV'],
  ])('refuses %s in one sentence', async (_, content, sentence) => {
    await expect(scan(content)).rejects.toMatchObject({
      name: 'CommandFailed',
      message: expect.stringContaining(sentence),
    });
  });

  it('says what was guessed about numbers such as 1,234', async () => {
    const content = 'date;value\n2026-01-01;1,234\n2026-01-02;2,345\n';
    expect((await scan(content)).remarks[0]).toContain('in "1,234" the mark was read as grouping thousands');
    expect((await scan(content, { decimal: ',' })).remarks).toEqual([]);
  });

  it('knows whether the rows of each id stand together', async () => {
    const heading = 'date,id,value\n';
    const row = (id: string, day: number) => `2026-01-0${day},${id},1\n`;
    expect(await scan(heading + row('a', 2) + row('a', 1) + row('b', 1))).toMatchObject({
      isSorted: true,
      ids: 2,
    });
    expect(await scan(heading + row('a', 1) + row('b', 1) + row('a', 2))).toMatchObject({
      isSorted: false,
      ids: 2,
    });
  });
});

describe('readOptions', () => {
  const typed = {
    model: 'auto',
    levels: '50,80,95',
    absent: 'missing',
    threads: '1',
    seed: '1',
    csv: false,
    json: false,
    open: false,
  };

  it.each([
    [{ horizon: '0' }, { horizon: '1' }, '--horizon is "0"; it must be a whole number from 1 to 10000.'],
    [{ levels: '120' }, { levels: '99.9' }, '--levels is "120"'],
    [
      { frequency: 'fortnightly' },
      { frequency: 'hourly' },
      'it must be hourly, daily, weekly, monthly, quarterly or yearly.',
    ],
    [{ season: '7,x' }, { season: '7,364' }, '--season is "x"'],
    [{ absent: 'nothing' }, { absent: 'zero' }, '--absent is "nothing"; it must be zero or missing.'],
    [{ model: 'autoo' }, { model: 'auto,ets' }, 'there is no model "autoo"'],
    [{ threads: '-1' }, { threads: '4' }, '--threads is "-1"'],
    [{ backtest: '1.5' }, { backtest: '3' }, '--backtest is "1.5"'],
    [{ json: true, csv: true }, { json: true, out: 'f.csv' }, 'name a file with --out'],
  ])('refuses %j and takes %j', (bad, good, sentence) => {
    expect(() => readOptions({ ...typed, ...bad })).toThrow(sentence);
    expect(() => readOptions({ ...typed, ...good })).not.toThrow();
  });
});

describe('collectProblems', () => {
  it('counts all and keeps the first hundred', () => {
    const problems = collectProblems();
    for (let row = 1; row <= 250; row++) problems.add({ file: 'f.csv', row, message: 'bad.' });
    expect([problems.count, problems.kept.length, problems.kept.at(-1)?.row]).toEqual([250, 100, 100]);
  });
});
