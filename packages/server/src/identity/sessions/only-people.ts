import { forbidden } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';

/**
 * What a person does with their own account and sessions, and what opens the
 * account of somebody else, no machine does in their name: a token that leaked
 * could otherwise make itself another, or a session, that outlives it.
 *
 * @throws {AppError} 403 `not_for_machines`
 */
export function onlyPeople(caller: Caller): void {
  if (caller.via === 'machine_token') {
    throw forbidden('not_for_machines', 'A token for machines cannot do this. Sign in as a person.');
  }
}
