import { forbidden } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';

/**
 * What a person does with their own account and sessions, what opens the
 * account of somebody else, and what makes people or gives them rights, no
 * machine does in their name: a token that leaked could otherwise make itself
 * another, a session or a person, that outlives it.
 *
 * @throws {AppError} 403 `not_for_machines`
 */
export function onlyPeople(caller: Caller): void {
  if (caller.via === 'machine_token') {
    throw forbidden('not_for_machines', 'A token for machines cannot do this. Sign in as a person.');
  }
}
