import type { OpenDemand } from './model.ts';
import type { Obstacle, Planning, Reply } from './planning.ts';
import { runOperation } from './run-operation.ts';
import { NEGLIGIBLE } from './stock-profile.ts';
import { takeFromStock } from './take-from-stock.ts';

/** Deliveries of one demand, those given up included. */
const MOST_ATTEMPTS = 10_000;

/**
 * Plans the deliveries of one demand: what is possible on the due date, and the rest on the next days on
 * which more is possible. A delivery below the minimum shipment is not made, nor one that leaves less than
 * the minimum shipment to deliver, unless nothing better comes.
 *
 * @returns what stood in the way, in the order in which it was met; empty when all is in time
 */
export function planDemand(planning: Planning, open: OpenDemand): Obstacle[] {
  const { demand, due, lastDay, minimumShipment } = open;
  const { today, constrained } = planning.model;
  const obstacles: Obstacle[] = [];
  planning.beginTask();
  let remaining = demand.quantity;
  let day = due;
  let attempts = 0;
  let best: { quantity: number; day: number } | undefined;
  if (constrained && due < today) {
    obstacles.push({ kind: 'due-before-today', from: due, until: today, path: [] });
    day = today;
  }
  while (remaining > NEGLIGIBLE && day <= lastDay) {
    const asked = Math.max(remaining, minimumShipment);
    if (++attempts > MOST_ATTEMPTS) {
      throw new RangeError(
        `quantity of demand '${demand.id}' is ${demand.quantity}; it must be at most what ${MOST_ATTEMPTS} deliveries bring, of which ${demand.quantity - remaining} units are planned`,
      );
    }
    const mark = planning.mark();
    const reply = deliver(planning, open, asked, day);
    if (reply.obstacle) obstacles.push(reply.obstacle);
    const left = asked - reply.quantity;
    if (reply.quantity > NEGLIGIBLE && reply.quantity >= minimumShipment - NEGLIGIBLE) {
      if (left <= NEGLIGIBLE || left >= minimumShipment - NEGLIGIBLE) {
        remaining -= reply.quantity;
        best = undefined;
        continue;
      }
      if (reply.quantity > (best?.quantity ?? 0)) best = { quantity: reply.quantity, day };
    }
    planning.rollback(mark);
    if (reply.next === Number.POSITIVE_INFINITY) break;
    day = reply.next > day ? reply.next : day + 1;
  }
  if (best) deliver(planning, open, best.quantity, best.day);
  return obstacles;
}

function deliver(planning: Planning, open: OpenDemand, quantity: number, day: number): Reply {
  const { demand, delivery, minimumShipment } = open;
  if (delivery) {
    const atLeast = minimumShipment > 0 ? minimumShipment : 1;
    return runOperation(planning, { operation: delivery, quantity, day, atLeast, demand: demand.id }, []);
  }
  const reply = takeFromStock(planning, { item: demand.item, quantity, day }, []);
  if (reply.quantity > NEGLIGIBLE) {
    planning.book(demand.item, day, reply.quantity);
    planning.place({
      kind: 'deliver',
      demand: demand.id,
      start: day,
      end: day,
      quantity: reply.quantity,
      inputs: [{ item: demand.item, quantity: reply.quantity }],
      outputs: [],
    });
  }
  return reply;
}
