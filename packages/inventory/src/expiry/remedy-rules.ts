import type { RemedyInput } from './remedy-types.ts';

/** @throws RangeError naming the parameter, its value and its range */
export function checkRemedyInput(input: RemedyInput): void {
  const { rules, origin, destinations } = input;
  const atLeast0 = {
    price: origin.price,
    unitCost: origin.unitCost,
    minSavings: rules.minSavings,
    disposalCostPerUnit: rules.disposalCostPerUnit,
    liquidationHandlingPerUnit: rules.liquidationHandlingPerUnit,
    liquidationRecoveryShareOfCost: rules.liquidationRecoveryShareOfCost,
  };
  for (const [name, value] of Object.entries(atLeast0)) {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${name} is ${value}; it must be at least 0`);
    }
  }
  if (!Number.isInteger(rules.transferPackUnits) || rules.transferPackUnits < 1) {
    throw new RangeError(
      `transferPackUnits is ${rules.transferPackUnits}; it must be a whole number, at least 1`,
    );
  }
  for (const { storeId, lane } of destinations) {
    if (!Number.isInteger(lane.leadTimeDays) || lane.leadTimeDays < 0) {
      throw new RangeError(
        `leadTimeDays to ${storeId} is ${lane.leadTimeDays}; it must be a whole number, at least 0`,
      );
    }
  }
}
