import type { PlanSupplier } from './input.ts';
import type { Source } from './model.ts';
import { sizeDown, sizeUp } from './order-sizes.ts';
import { type Obstacle, type Planning, type Reply, toSecond } from './planning.ts';
import { runOperation } from './run-operation.ts';
import { NEGLIGIBLE } from './stock-profile.ts';

/** Orders for one need. More are a mistake in their maximum rather than a plan. */
const MOST_ORDERS = 10_000;

interface Request {
  item: string;
  quantity: number;
  /** when it has to be there */
  day: number;
}

/**
 * Makes or buys an item: the sources in the order of their priority, the next one for what the one before
 * cannot give in time. A source may need several orders, each as large as it can be.
 *
 * @returns units obtained, more than asked where lots are larger; when less, the earliest day any source offers
 */
export function obtain(planning: Planning, request: Request, path: readonly string[]): Reply {
  const { item, quantity, day } = request;
  const sources = planning.model.newOrdersAllowed ? planning.model.sources.get(item) : undefined;
  if (!sources) {
    const kind = planning.model.newOrdersAllowed ? 'material-shortage' : 'awaits-confirmed-receipt';
    const until = Number.POSITIVE_INFINITY;
    return { quantity: 0, next: until, obstacle: { kind, item, from: day, until, path } };
  }
  let obtained = 0;
  let orders = 0;
  let next = Number.POSITIVE_INFINITY;
  let obstacle: Obstacle | undefined;
  for (const source of sources) {
    for (;;) {
      const missing = quantity - obtained;
      if (missing <= NEGLIGIBLE) return { quantity: obtained, next: Number.POSITIVE_INFINITY };
      if (++orders > MOST_ORDERS) {
        throw new RangeError(
          `quantity of '${item}' to order is ${quantity}; it must be at most what ${MOST_ORDERS} orders bring, of which the largest has ${obtained / (orders - 1)} units`,
        );
      }
      const reply = obtainFrom(planning, source, { item, quantity: missing, day }, path);
      obtained += reply.quantity;
      if (reply.quantity > NEGLIGIBLE) continue;
      if (obstacle === undefined || reply.next < next) {
        next = reply.next;
        obstacle = reply.obstacle;
      }
      break;
    }
  }
  return { quantity: obtained, next, ...(obstacle ? { obstacle } : {}) };
}

function obtainFrom(planning: Planning, source: Source, request: Request, path: readonly string[]): Reply {
  if (source.kind === 'buy') return buy(planning, source.supplier, request, path);
  const { operation, perUnit } = source;
  const reply = runOperation(
    planning,
    { operation, quantity: request.quantity / perUnit, day: request.day },
    path,
  );
  return { ...reply, quantity: reply.quantity * perUnit };
}

function buy(planning: Planning, supplier: PlanSupplier, request: Request, path: readonly string[]): Reply {
  const { item, leadDays, safetyLeadDays = 0 } = supplier;
  const { today, constrained } = planning.model;
  const quantity = sizeDown(supplier, sizeUp(supplier, request.quantity));
  let end = request.day - safetyLeadDays;
  if (constrained && end - leadDays < today) end = Math.min(request.day, today + leadDays);
  const start = toSecond(end - leadDays);
  if (constrained && start < today) {
    const obstacle: Obstacle = {
      kind: 'purchasing-lead-time',
      supplier: supplier.supplier,
      item,
      from: request.day - leadDays,
      until: today,
      path,
    };
    return { quantity: 0, next: toSecond(today + leadDays), obstacle };
  }
  planning.place({
    kind: 'buy',
    supplier,
    start,
    end,
    quantity,
    inputs: [],
    outputs: [{ item, quantity }],
  });
  return { quantity, next: Number.POSITIVE_INFINITY };
}
