import { describe, expect, it } from 'vitest';
import { rowCutter } from '../src/list.ts';
import { fitWidths } from '../src/output.ts';
import { bar, createProgress } from '../src/progress.ts';

function stream(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  return {
    written,
    isTTY,
    ...(columns === undefined ? {} : { columns }),
    write: (text: string) => written.push(text),
  };
}

describe('createProgress', () => {
  it('writes over one line of a terminal, cut to its width, and keeps what is done', () => {
    const terminal = stream(true, 20);
    const progress = createProgress({ stream: terminal });
    progress.update('loading a file with a long name');
    progress.done('loaded');
    expect(terminal.written[0]?.slice(0, 5)).toBe('\r\u001b[2K');
    expect(terminal.written[0]?.slice(5)).toMatch(/^. loading a file wi$/);
    expect(terminal.written[1]).toBe('\r\u001b[2K✓ loaded\n');
  });

  it('writes one line for each step elsewhere, and nothing to erase', () => {
    const file = stream(false);
    const progress = createProgress({ stream: file });
    for (const percent of [0, 40, 100])
      progress.update(`nightly run: risk  ${bar(percent)}  ${percent} batches`);
    progress.update('nightly run: proposals');
    progress.clear();
    progress.done('finished');
    expect(file.written).toEqual(['nightly run: risk\n', 'nightly run: proposals\n', 'finished\n']);
  });
});

describe('bar', () => {
  it.each([
    [0, '░░░░░░░░░░ 0 %'],
    [54.9, '█████░░░░░ 54 %'],
    [100, '██████████ 100 %'],
  ])('draws %d %%', (percent, drawn) => {
    expect(bar(percent)).toBe(drawn);
  });
});

describe('rowCutter', () => {
  const csv = 'id,reason\r\n1,"two\r\nlines"\r\n2,"a ""quoted"" word"\r\n3,x\r\n';

  it.each([
    [1, 'id,reason\r\n1,"two\r\nlines"\r\n'],
    [2, 'id,reason\r\n1,"two\r\nlines"\r\n2,"a ""quoted"" word"\r\n'],
    [9, csv],
  ])('keeps the heading and %d rows, however the text is cut into chunks', (rows, kept) => {
    for (const size of [1, 3, 7, 1000]) {
      const cut = rowCutter(rows);
      let text = '';
      for (let from = 0; from < csv.length; from += size) {
        const { kept: part, isEnough } = cut(csv.slice(from, from + size));
        text += part;
        if (isEnough) break;
      }
      expect(text).toBe(kept);
    }
  });
});

describe('fitWidths', () => {
  it('leaves columns alone that fit', () => {
    expect(fitWidths([3, 20], 28)).toEqual([3, 20]);
  });

  it('takes from the widest column first', () => {
    // 3 + 20 + 5 between them is 28; ten fewer are available.
    expect(fitWidths([3, 20], 18)).toEqual([3, 10]);
  });

  it('stops at a width that still says something', () => {
    expect(fitWidths([3, 20], 5)).toEqual([3, 6]);
  });
});
