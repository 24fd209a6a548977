/** Quantities below this are rounding errors of sums. */
export const NEGLIGIBLE = 1e-7;

/**
 * The stock of one item over time: what is on hand and every change booked, sorted by day. Days are day
 * numbers and may have fractions. A booking takes time in the number of changes, and so does a question.
 */
export class StockProfile {
  readonly onHand: number;
  readonly days: number[] = [];
  readonly changes: number[] = [];

  constructor(onHand: number) {
    this.onHand = onHand;
  }

  book(day: number, quantity: number): void {
    const at = this.firstAtOrAfter(day);
    if (this.days[at] === day) {
      this.changes[at]! += quantity;
      return;
    }
    this.days.splice(at, 0, day);
    this.changes.splice(at, 0, quantity);
  }

  /** Stock at the end of a day. */
  levelAt(day: number): number {
    let level = this.onHand;
    for (let at = 0; at < this.days.length && this.days[at]! <= day; at++) level += this.changes[at]!;
    return level;
  }

  /** The lowest level from a day on: what can be taken then without missing later. */
  lowestFrom(day: number): number {
    let level = this.onHand;
    let lowest = Number.POSITIVE_INFINITY;
    for (let at = 0; at < this.days.length; at++) {
      if (this.days[at]! > day) lowest = Math.min(lowest, level);
      level += this.changes[at]!;
    }
    return Math.min(lowest, level);
  }

  /** The next day after this one on which something changes, or undefined. */
  nextChange(after: number): number | undefined {
    let at = this.firstAtOrAfter(after);
    while (this.days[at] === after) at++;
    return this.days[at];
  }

  /** The first day, from this one on, that ends with less than a level; undefined when none does. */
  firstBelow(wanted: number, from: number): number | undefined {
    let level = this.onHand;
    let day = from;
    for (let at = 0; at < this.days.length; at++) {
      if (this.days[at]! > day) {
        if (level < wanted) return day;
        day = this.days[at]!;
      }
      level += this.changes[at]!;
    }
    return level < wanted ? day : undefined;
  }

  /** The first day after this one from which stock is free that nothing later needs; infinite when never. */
  firstFreeAfter(day: number): number {
    let level = this.onHand;
    for (const change of this.changes) level += change;
    let free = Number.POSITIVE_INFINITY;
    for (let at = this.days.length - 1; at >= 0; at--) {
      if (this.days[at]! <= day || level <= NEGLIGIBLE) break;
      free = this.days[at]!;
      level -= this.changes[at]!;
    }
    return free;
  }

  private firstAtOrAfter(day: number): number {
    let low = 0;
    let high = this.days.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.days[middle]! < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
