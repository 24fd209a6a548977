import { type Distribution, requireNonNegative, requirePositive, requireWhole } from '@granary/statistics';
import { requireList } from '../require-list.ts';

/** One way in which the demand of a store may turn out to be distributed. */
export interface DemandScenario {
  /** weight before anything is sold, greater than 0; the weights of a store count relative to their sum */
  probability: number;
  /** units wanted before the second shipment: a distribution of counts */
  firstStage: Distribution;
  /** units wanted after it, independent of the first stage within the scenario: a distribution of counts */
  secondStage: Distribution;
}

export interface TwoStageStore {
  /** money per unit sold, in either stage; at least 0 */
  marginPerUnit: number;
  /** one scenario when the demand is known, several when sales are to tell which it is */
  scenarios: DemandScenario[];
}

export interface TwoStageProblem {
  stores: TwoStageStore[];
  /** whole units to ship now or to keep for the second shipment, at least 0 [S] */
  supplyUnits: number;
}

/** @throws RangeError naming the parameter out of range */
export function checkTwoStageProblem({ stores, supplyUnits }: TwoStageProblem): void {
  requireWhole('supplyUnits', supplyUnits, 0);
  requireList('stores', stores);
  if (stores.length === 0) throw new RangeError('stores is empty; it must hold at least one store');
  stores.forEach(({ marginPerUnit, scenarios }, store) => {
    requireNonNegative(`stores[${store}].marginPerUnit`, marginPerUnit);
    requireList(`stores[${store}].scenarios`, scenarios);
    if (scenarios.length === 0) {
      throw new RangeError(`stores[${store}].scenarios is empty; it must hold at least one scenario`);
    }
    scenarios.forEach(({ probability, firstStage, secondStage }, index) => {
      const place = `stores[${store}].scenarios[${index}]`;
      requirePositive(`${place}.probability`, probability);
      requireCounts(`${place}.firstStage`, firstStage);
      requireCounts(`${place}.secondStage`, secondStage);
    });
  });
}

function requireCounts(name: string, { support }: Distribution): void {
  if (support !== 'counts') throw new RangeError(`${name} has support ${support}; it must be counts`);
}
