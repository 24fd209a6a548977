import { declareErrors, type FailuresOf } from '../http/error-catalogue.ts';

export const runErrors = declareErrors({
  run_not_found: {
    failure: 'missing',
    when: 'There is no run with this id.',
    remedy: 'List the runs for the right id.',
  },
  run_kind_unknown: {
    failure: 'invalid',
    when: 'There is no kind of run with this name.',
    remedy: 'Use one of the kinds that the message lists.',
  },
  run_failed: {
    failure: 'unexpected',
    when: 'A run stopped on an unexpected error; the run carries this code.',
    remedy: 'Start it again; the log has the detail under the id of the run.',
  },
  run_abandoned: {
    failure: 'unexpected',
    when: 'The workers of a run died again and again, so it was given up; the run carries this code.',
    remedy: 'Look into the log for what ended the workers, then start it again.',
  },
  worker_stops: {
    failure: 'unavailable',
    when: 'A worker stopped while it was at the run.',
    remedy: 'Nothing: the run goes back to the queue and is done at the next start.',
  },
});

declare module '../http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof runErrors> {}
}
