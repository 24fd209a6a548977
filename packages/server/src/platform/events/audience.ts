import type { Caller } from '../http/route.ts';
import type { GranaryEvent } from './events.ts';

/** What one must be allowed to do to be told of it: as much as to ask the API for the thing itself. */
export const permissionToHear: Record<GranaryEvent['type'], string> = {
  'run.progress': 'runs.read',
  'actions.changed': 'actions.read',
  'upload.changed': 'ingest.read',
  'risk.changed': 'expiry.read',
  'drift.changed': 'demand.read',
  'notice.opened': 'ops.read',
};

/** Whether there is anything this caller could be told. */
export function hearsAnything(caller: Caller): boolean {
  return Object.values(permissionToHear).some((permission) => caller.permissions.has(permission));
}

/**
 * The event as this caller may hear it; undefined when it is not for them.
 * Who sees only some locations is told that actions changed, not which.
 */
export function asHeardBy(caller: Caller, event: GranaryEvent): GranaryEvent | undefined {
  if (!caller.permissions.has(permissionToHear[event.type])) return undefined;
  const isLimited = caller.scope.storeIds !== null || caller.scope.supplierIds !== null;
  return event.type === 'actions.changed' && isLimited ? { ...event, action_ids: [] } : event;
}
