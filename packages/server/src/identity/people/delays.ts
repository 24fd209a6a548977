import { type Guard, passwordAccount } from '../protection/guard.ts';
import { secondFactorAccount } from '../second-factor/service.ts';
import type { StoredUser, UserRow } from './schema.ts';

/** Adds until when somebody, the person or a stranger, has to wait at their password or second factor. */
export async function withDelays(guard: Guard, people: readonly StoredUser[]): Promise<UserRow[]> {
  const doorsOf = ({ user_id, email }: StoredUser) => [
    secondFactorAccount(user_id),
    ...(email === null ? [] : [passwordAccount(email)]),
  ];
  const delays = await guard.delaysOf(people.flatMap(doorsOf));
  return people.map((person) => {
    const until = doorsOf(person).flatMap((door) => delays.get(door)?.getTime() ?? []);
    const latest = until.length === 0 ? null : new Date(Math.max(...until)).toISOString();
    return { ...person, sign_in_delayed_until: latest };
  });
}
