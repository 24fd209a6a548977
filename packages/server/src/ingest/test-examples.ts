import type { Preparations } from '../../test/contract/examples.ts';

export const ingestExamples: Preparations = {};
