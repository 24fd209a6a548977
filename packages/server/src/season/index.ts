import type { Declared } from '../platform/capability.ts';
import * as messages from './messages.ts';
import * as shapes from './schema.ts';

const { seasonParameters, extractionRequest, workflowRequest, ...replies } = shapes;

/** The season's contract ahead of its routes, so that those who build against it can begin. */
export const seasonDeclared: Declared = {
  name: 'season',
  shapes: {
    sent: [seasonParameters, extractionRequest, workflowRequest],
    received: [seasonParameters, ...Object.values(replies), ...Object.values(messages)],
  },
};
