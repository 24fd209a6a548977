import type { Run } from '@granary/client';
import { describe, expect, it } from 'vitest';
import { isKnown, runMessage, runOutcome, runTitle, withProgress } from '../src/app/runs.ts';
import { createFormats } from '../src/ui/formats.ts';

const formats = createFormats({
  locale: 'en-GB',
  currency: 'EUR',
  timeZone: 'Europe/Paris',
  planningDay: '2027-03-08',
  clockDay: '2027-03-09',
});

const nightly: Run = {
  run_id: '00000000-0000-4000-8000-000000000001',
  kind: 'nightly',
  state: 'running',
  progress_pct: 10,
  step: 'forecast',
  message: null,
  counts: {},
  error: null,
  created_at: '2027-03-09T02:00:00Z',
  started_at: '2027-03-09T02:00:01Z',
  finished_at: null,
};

describe('a run told by the socket', () => {
  it('moves the run it names and keeps what the socket does not tell', () => {
    const { run_id, kind } = nightly;
    const news = {
      run_id,
      kind,
      state: 'running',
      progress_pct: 60,
      step: 'risk',
      message: '3 of 20 stores',
    } as const;
    expect(withProgress({ data: [nightly] }, news)?.data).toEqual([{ ...nightly, ...news }]);
  });

  it('is asked for when it is new', () => {
    expect(isKnown({ data: [nightly] }, nightly.run_id)).toBe(true);
    expect(isKnown({ data: [] }, nightly.run_id)).toBe(false);
    expect(isKnown(undefined, nightly.run_id)).toBe(false);
  });
});

describe('the words for a run', () => {
  it('say what came of it', () => {
    expect(runOutcome({ ...nightly, state: 'completed', counts: { 'proposals.created': 1 } }, formats)).toBe(
      '1 new proposal',
    );
    expect(
      runOutcome({ ...nightly, state: 'completed', counts: { 'proposals.created': 1042 } }, formats),
    ).toBe('1,042 new proposals');
    const error = { code: 'out_of_disk', message: 'The disk is full.', details: [] };
    expect(runOutcome({ ...nightly, state: 'failed', error }, formats)).toBe('The disk is full.');
  });

  it('group the digits of counts, and leave dates and codes as they are', () => {
    const said = (message: string) => runMessage({ message }, formats);
    expect(said('14959 rows read')).toBe('14,959 rows read');
    expect(said('stock of 2027-03-08, batch A-20270308 of store 12')).toBe(
      'stock of 2027-03-08, batch A-20270308 of store 12',
    );
  });

  it('name kinds a planner knows, and others by their own name', () => {
    expect([runTitle(nightly), runTitle({ ...nightly, kind: 'season.replan' })]).toEqual([
      'Recalculation',
      'season replan',
    ]);
  });
});
