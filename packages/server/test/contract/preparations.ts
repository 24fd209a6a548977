import { actionExamples } from '../../src/actions/test-examples.ts';
import { demandExamples } from '../../src/demand/test-examples.ts';
import { peopleExamples } from '../../src/identity/people/test-examples.ts';
import { protectionExamples } from '../../src/identity/protection/test-examples.ts';
import { identityExamples } from '../../src/identity/test-examples.ts';
import { ingestExamples } from '../../src/ingest/test-examples.ts';
import { runExamples } from '../../src/platform/jobs/test-examples.ts';
import { opsExamples } from '../../src/platform/ops/test-examples.ts';
import type { Preparations } from './examples.ts';

/** What the capabilities' examples need before they can be sent. */
export const preparations: Preparations = {
  ...runExamples,
  ...opsExamples,
  ...identityExamples,
  ...protectionExamples,
  ...peopleExamples,
  ...demandExamples,
  ...actionExamples,
  ...ingestExamples,
};
