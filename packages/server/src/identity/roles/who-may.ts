import type { Tx } from '../../platform/database/index.ts';
import { findEveryonesRights } from './queries.ts';
import { rightsFrom } from './rights.ts';

/** Names told in one sentence; more would not be read. */
const toldNames = 3;

type EveryonesRights = Awaited<ReturnType<typeof findEveryonesRights>>;

/** Read once for a call that asks about many things. */
export type WhoMay = (asked: { permission: string; value: number; storeId: string }) => Promise<string>;

/**
 * Who could do what somebody may not: people whose role holds the permission,
 * who see the location, and whose limit reaches the value.
 *
 * @returns what says "Ana, Ben or one of 4 others"; "nobody yet" when there is none
 */
export function askWhoMay(tx: Tx): WhoMay {
  let everyone: Promise<EveryonesRights> | undefined;
  return async (asked) => {
    everyone ??= findEveryonesRights(tx);
    return sayWhoMay(await everyone, asked);
  };
}

function sayWhoMay(everyone: EveryonesRights, asked: Parameters<WhoMay>[0]): string {
  const able = everyone
    .filter((person) => {
      const { permissions, scope, approvalLimit } = rightsFrom(person, [asked.permission]);
      return (
        permissions.length > 0 &&
        (scope.storeIds?.includes(asked.storeId) ?? true) &&
        (approvalLimit === null || asked.value <= approvalLimit)
      );
    })
    .map((person) => person.name);
  if (able.length === 0) return 'nobody yet';
  const told = able.slice(0, toldNames);
  const others = able.length - told.length;
  if (others > 0) told.push(others === 1 ? 'one other' : `one of ${others} others`);
  const last = told.pop() as string;
  return told.length === 0 ? last : `${told.join(', ')} or ${last}`;
}
