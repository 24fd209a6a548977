import { describe, expect, it } from 'vitest';
import { missingColumns } from '../src/ingest/missing-columns.ts';

describe('the columns a file lacks', () => {
  it('come with the headings that may mean them and what stands below these', () => {
    const refusal = {
      code: 'missing_columns',
      details: [
        {
          field: 'store_id',
          message: 'store_id is missing.',
          suggestions: ['Shop'],
          candidates: [{ source: 'Shop', confidence: 80, samples: ['S01', 'S02'] }],
          unused_columns: ['Shop', 'Qty'],
        },
      ],
    };
    expect(missingColumns(refusal)).toEqual([
      {
        field: 'store_id',
        message: 'store_id is missing.',
        suggestions: [{ source: 'Shop', samples: ['S01', 'S02'] }],
        unused: ['Shop', 'Qty'],
      },
    ]);
  });

  it('are offered by name alone where no samples are known', () => {
    const refusal = {
      code: 'missing_columns',
      details: [{ field: 'date', message: 'missing', suggestions: ['Day'] }],
    };
    expect(missingColumns(refusal)[0]?.suggestions).toEqual([{ source: 'Day', samples: [] }]);
  });

  it('are asked for only when columns are what is wrong', () => {
    expect(
      missingColumns({ code: 'file_too_large', details: [{ field: 'file', message: 'Split it.' }] }),
    ).toEqual([]);
    expect(missingColumns(null)).toEqual([]);
  });
});
