import type { PeggedOrder, PeggedPlan } from './pegging.ts';
import { successorsFirst } from './successors-first.ts';

/** An order on the way that makes a demand late, and what it would have needed. */
export interface LateStep {
  item: string;
  quantity: number;
  leadTimePeriods: number;
  /** when the plan wants it released: 0 or less lies in the past */
  releasePeriod: number;
  /** the first period in which it can be released, its own components being there */
  earliestRelease: number;
  earliestReceipt: number;
}

/** An independent demand that cannot be met in its period. */
export interface LateDemand {
  item: string;
  period: number;
  /** units that are late, of `quantity` demanded */
  lateQuantity: number;
  quantity: number;
  /** first period in which all of it can be there */
  earliestPeriod: number;
  /** from the order that serves the demand down to the one whose lead time does not fit */
  path: LateStep[];
  /** the path in words */
  reason: string;
}

/**
 * Says which independent demands a plan cannot meet in time, and why. An order can be released in period 1 at
 * the earliest and not before the component orders it takes units from are received; the plan itself keeps
 * the periods it would have needed. Time grows with the number of pegs.
 *
 * @returns late demands in the order of the pegged plan; an empty list when every release lies in the future
 */
export function lateDemands(pegged: PeggedPlan): LateDemand[] {
  const earliest = earliestReleases(pegged);
  const late: LateDemand[] = [];
  for (const { requirement, pegs } of pegged.demands) {
    let lateQuantity = 0;
    let latest: PeggedOrder | undefined;
    let earliestPeriod = requirement.period;
    for (const { supply, quantity } of pegs) {
      if (supply.kind !== 'planned-order') continue;
      const period = receiptAfter(supply.order, earliest);
      if (period <= requirement.period) continue;
      lateQuantity += quantity;
      if (period > earliestPeriod) {
        earliestPeriod = period;
        latest = supply.order;
      }
    }
    if (!latest) continue;
    const path = criticalPath(latest, earliest);
    const { item, period, quantity } = requirement;
    const demand = `demand for ${item} of period ${period}`;
    const reason = `${causeOf(path)}; ${demand} cannot be met before period ${earliestPeriod}`;
    late.push({ item, period, lateQuantity, quantity, earliestPeriod, path, reason });
  }
  return late;
}

/** A planned order that cannot be received when the plan wants it. */
export interface LateOrder {
  order: PeggedOrder;
  /** first period in which it can be received; the plan has `order.receiptPeriod` */
  earliestReceipt: number;
  /** from the order down to the one whose lead time does not fit */
  path: LateStep[];
  reason: string;
}

/**
 * The planned orders that come late if nothing is released before period 1, each with the reason. What they
 * serve is told by `demandServed`; a demand may still be in time where an order before it has units to spare.
 */
export function lateOrders(pegged: PeggedPlan): LateOrder[] {
  const earliest = earliestReleases(pegged);
  return pegged.orders.flatMap((order) => {
    const earliestReceipt = receiptAfter(order, earliest);
    if (earliestReceipt <= order.receiptPeriod) return [];
    const path = criticalPath(order, earliest);
    const units = `${order.receipt} of ${order.item} for period ${order.receiptPeriod}`;
    const reason = `${causeOf(path)}; ${units} cannot be received before period ${earliestReceipt}`;
    return [{ order, earliestReceipt, path, reason }];
  });
}

/**
 * The period in which an order is received if nothing is released before period 1: its receipt period in the
 * plan, or later.
 */
export function earliestReceipts(pegged: PeggedPlan): Map<PeggedOrder, number> {
  const earliest = earliestReleases(pegged);
  return new Map(pegged.orders.map((order) => [order, receiptAfter(order, earliest)]));
}

/** First possible release of every order, components before what they go into. */
function earliestReleases(pegged: PeggedPlan): Map<PeggedOrder, number> {
  const known = new Map<PeggedOrder, number>();
  const componentsOf = ({ components }: PeggedOrder) =>
    components.flatMap(({ supply }) => (supply.kind === 'planned-order' ? [supply.order] : []));
  for (const order of successorsFirst(pegged.orders, componentsOf)) {
    let release = Math.max(1, order.releasePeriod);
    for (const component of componentsOf(order)) release = Math.max(release, receiptAfter(component, known));
    known.set(order, release);
  }
  return known;
}

function leadTimeOf(order: PeggedOrder): number {
  return order.receiptPeriod - order.releasePeriod;
}

function receiptAfter(order: PeggedOrder, earliest: Map<PeggedOrder, number>): number {
  return (earliest.get(order) ?? order.releasePeriod) + leadTimeOf(order);
}

/** Goes down to the component that is received last, as long as it is what holds the order up. */
function criticalPath(late: PeggedOrder, earliest: Map<PeggedOrder, number>): LateStep[] {
  const path: LateStep[] = [];
  let next: PeggedOrder | undefined = late;
  while (next) {
    const order: PeggedOrder = next;
    const earliestRelease = earliest.get(order) ?? order.releasePeriod;
    path.push({
      item: order.item,
      quantity: order.started,
      leadTimePeriods: leadTimeOf(order),
      releasePeriod: order.releasePeriod,
      earliestRelease,
      earliestReceipt: earliestRelease + leadTimeOf(order),
    });
    next = undefined;
    if (earliestRelease <= Math.max(1, order.releasePeriod)) break;
    for (const { supply } of order.components) {
      if (supply.kind !== 'planned-order') continue;
      if (receiptAfter(supply.order, earliest) === earliestRelease) next ??= supply.order;
    }
  }
  return path;
}

/** The past-due release at the end of a path and the lead times up from it, in words. */
function causeOf(path: readonly LateStep[]): string {
  const last = path[path.length - 1]!;
  const before = 1 - last.releasePeriod;
  const periods = before === 1 ? 'period' : 'periods';
  const leads = path
    .map(({ item, leadTimePeriods }) => `${leadTimePeriods} of ${item}`)
    .reverse()
    .join(' and ');
  return `${last.item} would have to be released ${before} ${periods} before the first: lead time ${leads}`;
}
