import { afterAll, describe, expect, it } from 'vitest';
import { csv, days, openRuns, weekly } from './forecast-runs.ts';

const { forecast, forecastJson, close } = await openRuns();
afterAll(close);

describe('a plain file', () => {
  it('is read, forecast and told in words and a table', async () => {
    const { code, stdout, stderr } = await forecast(
      csv(
        'date,units',
        days(70, (date, index) => `${date},${weekly(index)}`),
      ),
      '--horizon',
      '7',
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('70 rows, one series, daily, 2024-01-01 to 2024-03-10. Forecast: 7 days ahead.');
    expect(stdout).toContain('Read as dates in "date", values in "units".');
    // Monday 11 March 2024 comes after ten whole weeks.
    expect(stdout).toMatch(/2024-03-11 Mon +1\d\.\d/);
    expect(stdout).not.toContain('\u001b');
  });

  it('repeats the season, with seasonal-naive as arithmetic says', async () => {
    const { result } = await forecastJson(
      csv(
        'date,units',
        days(70, (date, index) => `${date},${weekly(index)}`),
      ),
      ...['--model', 'seasonal-naive', '--horizon', '8'],
    );
    const [{ dates, forecasts }] = result.forecasts;
    expect(forecasts[0].mean).toEqual([10, 11, 12, 13, 14, 15, 16, 10]);
    expect([dates[0], dates[7]]).toEqual(['2024-03-11', '2024-03-18']);
  });

  it('gives CSV on standard output and the report on standard error', async () => {
    const { code, stdout, stderr } = await forecast(
      csv(
        'month,sku,qty',
        ['A', 'B'].flatMap((sku) =>
          Array.from(
            { length: 24 },
            (_, index) =>
              `${2020 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')},${sku},${5 + (index % 12)}`,
          ),
        ),
      ),
      ...['--csv', '--horizon', '2', '--levels', '80,95', '--model', 'seasonal-naive'],
    );
    expect(code, stderr).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('id,date,model,mean,median,lo80,hi80,lo95,hi95');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 4).join(','))).toEqual([
      'A,2022-01,seasonal-naive,5',
      'A,2022-02,seasonal-naive,6',
      'B,2022-01,seasonal-naive,5',
      'B,2022-02,seasonal-naive,6',
    ]);
    expect(stderr).toContain('2 ids, monthly, 2020-01 to 2021-12');
  });

  it('gives the same bytes for one and two threads', async () => {
    const content = csv(
      'date,id,value',
      ['a', 'b', 'c'].flatMap((id) =>
        days(60, (date, index) => `${date},${id},${(index * index * id.charCodeAt(0)) % 23}`),
      ),
    );
    const one = await forecast(content, '--csv', '--threads', '1');
    const two = await forecast(content, '--csv', '--threads', '2');
    expect(one.stdout.length).toBeGreaterThan(3_000);
    expect(two.stdout).toBe(one.stdout);
  });
});

describe('how files are written', () => {
  it('reads a byte-order mark, semicolons, decimal commas and dates with points', async () => {
    const rows = days(10, (date) => date.split('-').reverse().join('.'));
    const { result, code } = await forecastJson(
      `\ufeffDatum;Menge\r\n${rows.map((date) => `${date};1.234,5\r\n`).join('')}`,
      ...['--horizon', '1', '--model', 'naive'],
    );
    expect(code).toBe(0);
    expect(result.columns).toMatchObject({ date: 'Datum', value: 'Menge' });
    expect(result.forecasts[0]).toMatchObject({ dates: ['2024-01-11'], forecasts: [{ mean: [1234.5] }] });
  });

  it('reads UTF-16 and windows-1252', async () => {
    const text = csv(
      'Datum;Käse',
      days(5, (date, index) => `${date};${index}`),
    );
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    for (const content of [utf16, Buffer.from(text, 'latin1')]) {
      const { result } = await forecastJson(content, '--horizon', '1');
      expect(result.columns.value).toBe('Käse');
    }
  });

  it('asks which of day and month comes first where no date shows it', async () => {
    const content = csv('date,units', ['03/04/2024,5', '04/05/2024,6', '05/06/2024,7']);
    const open = await forecast(content);
    expect(open.code).toBe(1);
    expect(open.stderr).toContain(
      '"03/04/2024" can be read both ways. Say which: --date-order day-first or --date-order month-first',
    );
    const settled = await forecastJson(content, '--date-order', 'day-first', '--horizon', '1');
    expect(settled.result.forecasts[0].history).toMatchObject({ from: '2024-04-01', to: '2024-06-01' });
  });

  it('takes 13/04 as the proof that the day comes first', async () => {
    const { result } = await forecastJson(
      csv('date,units', ['12/04/2024,5', '13/04/2024,6', '14/04/2024,7']),
      '--horizon',
      '1',
    );
    expect(result.forecasts[0].dates).toEqual(['2024-04-15']);
  });

  it('makes one id of store and item', async () => {
    const rows = ['1', '2'].flatMap((store) => days(3, (date) => `${date},${store},milk,4`));
    const { result } = await forecastJson(csv('date,store,item,units', rows), '--horizon', '1');
    expect(result.forecasts.map(({ id }: { id: string }) => id)).toEqual(['1 / milk', '2 / milk']);
  });

  it('adds days up to weeks, without the incomplete ones at both ends', async () => {
    // 2024-01-01 is a Monday: 3 January to 25 January leaves the weeks of the 8th and the 15th.
    const rows = days(25, (date) => `${date},2`).slice(2);
    const { result } = await forecastJson(
      csv('date,units', rows),
      '--frequency',
      'weekly',
      '--horizon',
      '1',
      '--model',
      'naive',
    );
    const [only] = result.forecasts;
    expect(only.history).toEqual({ from: '2024-01-08', to: '2024-01-15', periods: 2 });
    expect(only).toMatchObject({ dates: ['2024-01-22'], forecasts: [{ mean: [14] }] });
    expect(only.notes).toContain('Left out as incomplete: week 2024-01-01 and 2024-01-22.');
  });
});

describe('what is missing or doubled', () => {
  const holes = csv(
    'date,units',
    days(30, (date) => `${date},6`).filter((_, index) => index % 3 !== 1),
  );

  it('is unknown where a day has no row, and zero if asked', async () => {
    const unknown = await forecastJson(holes, '--model', 'mean', '--horizon', '1');
    expect(unknown.result.forecasts[0].forecasts[0].mean).toEqual([6]);
    expect(unknown.result.forecasts[0].notes[0]).toContain('10 of 30 days had no row: read as unknown');
    const zero = await forecastJson(holes, '--model', 'mean', '--horizon', '1', '--absent', 'zero');
    // 20 of 30 days with 6.
    expect(zero.result.forecasts[0].forecasts[0].mean).toEqual([4]);
  });

  it('is added up where two rows have one date', async () => {
    const { result } = await forecastJson(
      csv('date,units', ['2024-01-01,5', '2024-01-02,6', '2024-01-02,1', '2024-01-03,7']),
      '--model',
      'mean',
      '--horizon',
      '1',
    );
    // (5 + 7 + 7) / 3
    expect(result.forecasts[0].forecasts[0].mean[0]).toBeCloseTo(19 / 3, 5);
    expect(result.forecasts[0].notes).toContain('1 row had the date of another, first 2024-01-02: added up.');
  });

  it('still gives a forecast from one point, and says how little that is', async () => {
    const { code, stdout } = await forecast(csv('date,value', ['2024-01-01,5']), '--horizon', '2');
    expect(code).toBe(0);
    expect(stdout).toContain('auto needs 4 values to tell models apart and found 1');
    expect(stdout).toMatch(/2024-01-03 Wed +5/);
  });
});

describe('rows that cannot be read', () => {
  it('are named with row, column and remedy, and the rest is forecast', async () => {
    const rows = [
      '2024-01-01,A,5',
      '2024-01-02,A,x7',
      '2024-01-03,A,6,9',
      '2024-01-04,A',
      '2024-13-45,A,3',
      '2024-01-05,A,8',
    ];
    const { code, stdout, stderr, path } = await forecast(
      csv('date,sku,units', [...rows, '2024-01-01,B,']),
      '--horizon',
      '1',
    );
    expect(code).toBe(2);
    expect(stdout).toMatch(/^A: /m);
    expect(stderr).toContain(`${path}, row 3, column "units": "x7" is not a number and was read as unknown.`);
    expect(stderr).toContain('row 4: it has 4 cells and the heading 3; the row was left out.');
    expect(stderr).toContain('row 5: it has 2 cells and the heading 3');
    expect(stderr).toContain('row 6, column "date": "2024-13-45" is not a date; the row was left out.');
    expect(stderr).toContain('id "B": not forecast: no row of it has a value.');
  });

  it('are counted in JSON', async () => {
    const { code, result } = await forecastJson(
      csv('date,units', ['2024-01-01,5', '2024-01-02,six', '2024-01-03,7']),
      '--horizon',
      '1',
    );
    expect(code).toBe(2);
    expect(result.problems).toMatchObject({ count: 1, first: [{ row: 3, column: 'units' }] });
  });

  it('end with 1 and one sentence where nothing can be read', async () => {
    const { code, stderr, stdout } = await forecast('');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('is empty. It needs a heading and rows');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it.each([
    [['--model', 'autoo'], 'there is no model "autoo". There are: auto, naive'],
    [['--holidays', 'DE,ZZ'], 'in DE it must begin with one of BB, BE'],
    [['--only', 'Z'], 'has no id "Z"'],
    [['--future', '/nowhere.csv'], '/nowhere.csv cannot be read: there is no such file'],
    [['--out', '/nowhere/x.csv'], '/nowhere/x.csv cannot be written'],
  ])('%j is refused in one sentence', async (options, sentence) => {
    const { code, stderr } = await forecast(
      csv(
        'date,value',
        days(8, (date, index) => `${date},${index}`),
      ),
      ...options,
    );
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
