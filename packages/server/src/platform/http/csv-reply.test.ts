import { describe, expect, it } from 'vitest';
import { csvLine } from './csv-reply.ts';

describe('a CSV line', () => {
  it('quotes commas, quotes and line breaks as RFC 4180 says', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', 'plain'])).toBe(
      '"a,b","say ""hi""","two\nlines",plain\r\n',
    );
  });

  it('leaves null empty and writes numbers and flags as they are', () => {
    expect(csvLine([null, undefined, -1.5, 0, true, ''])).toBe(',,-1.5,0,true,\r\n');
  });

  it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '=HYPERLINK("http://x")'])(
    'leads %j by an apostrophe, so that a spreadsheet shows it and runs nothing',
    (text) => {
      const [cell] = csvLine([text]).split('\r\n');
      expect(cell?.replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );

  it('keeps a formula after a carriage return inside its quotes, and led by an apostrophe', () => {
    expect(csvLine(['\r=1+1'])).toBe('"\'\r=1+1"\r\n');
  });

  it('leaves codes that are negative numbers alone', () => {
    expect(csvLine(['-5', '+49', '-1e3', '- 5'])).toBe("-5,+49,-1e3,'- 5\r\n");
  });
});
