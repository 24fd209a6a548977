import { requireFinite, requireNonNegative, requirePositive } from '@granary/statistics';

/**
 * The delivery of one order line. A line delivered in parts is one receipt: the days of its last part and the units
 * of all. A line of which nothing came is one of 0 units, late by the days until it was given up.
 */
export interface SupplierReceipt {
  supplierId: string;
  /** days after the promised date; negative when early, 0 on the day */
  daysLate: number;
  /** units ordered, greater than 0 */
  orderedUnits: number;
  /** units delivered, rejected ones included, at least 0 */
  receivedUnits: number;
  /** units of the delivery that were refused, at most those received; 0 if left out */
  rejectedUnits?: number;
}

/** @throws RangeError that names the receipt and the field */
export function requireReceipts(receipts: SupplierReceipt[]): void {
  for (const [index, { daysLate, orderedUnits, receivedUnits, rejectedUnits = 0 }] of receipts.entries()) {
    const place = `receipts[${index}]`;
    requireFinite(`${place}.daysLate`, daysLate);
    requirePositive(`${place}.orderedUnits`, orderedUnits);
    requireNonNegative(`${place}.receivedUnits`, receivedUnits);
    requireNonNegative(`${place}.rejectedUnits`, rejectedUnits);
    if (rejectedUnits > receivedUnits) {
      throw new RangeError(
        `${place}.rejectedUnits is ${rejectedUnits}; it must be at most receivedUnits ${receivedUnits}`,
      );
    }
  }
}
