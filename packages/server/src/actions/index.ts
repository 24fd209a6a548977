import type { Declared, Platform } from '../platform/capability.ts';
import { actionErrors } from './errors.ts';
import { permissions } from './permissions.ts';
import { actionsPersonalData } from './personal-data.ts';
import { actionRoutes } from './routes.ts';
import { createService } from './service.ts';

export { type ActionType, actionTypes } from './action-type.ts';
export { type Proof, proofShape } from './proof.ts';
export type { ProposedAction, SavedProposals } from './proposals.ts';
export { actionReply } from './schema.ts';
export type Actions = ReturnType<typeof createActions>;

/** What was proposed, decided and achieved. */
export function createActions(platform: Pick<Platform, 'database' | 'events'>) {
  const service = createService(platform);
  const declared: Declared = {
    name: 'actions',
    permissions,
    personalData: actionsPersonalData,
    errors: actionErrors,
    routes: actionRoutes(platform.database, service),
  };
  return { declared, service };
}
