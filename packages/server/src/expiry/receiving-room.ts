import type { BatchRemedy } from './propose-task.ts';

/** Units each store can still take; null where its capacity is not known. */
export type ReceivingRoom = Record<string, number | null>;

/**
 * Takes from `room` what the transfers of a chunk would fill. Chunks are
 * planned side by side, each as if it had all the room to itself, so the plans
 * of a later one may not fit.
 *
 * @returns false, with nothing taken, when they do not fit
 */
export function takeRoom(room: ReceivingRoom, remedies: Pick<BatchRemedy, 'comparison'>[]): boolean {
  const sent = new Map<string, number>();
  for (const { toStoreId, qty } of remedies.flatMap(({ comparison }) => comparison.plan)) {
    if (toStoreId !== undefined) sent.set(toStoreId, (sent.get(toStoreId) ?? 0) + qty);
  }
  const limited = [...sent].flatMap(([storeId, units]) => {
    const free = room[storeId];
    return typeof free === 'number' ? [{ storeId, left: free - units }] : [];
  });
  if (limited.some(({ left }) => left < 0)) return false;
  for (const { storeId, left } of limited) room[storeId] = left;
  return true;
}
