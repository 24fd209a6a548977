import { requireNonNegative } from '@granary/statistics';
import { type LatenessPool, type LatenessPrediction, latenessPool, predictLateness } from './lateness.ts';
import { requireReceipts, type SupplierReceipt } from './receipt.ts';
import {
  type ShareEstimate,
  type SharePool,
  type ShareRecord,
  shareEstimate,
  sharePool,
} from './share-pool.ts';

/** `on-time`: within the grace days; `in-full`: at least the share ordered; `accepted`: not refused. */
export type ScoreTermName = 'on-time' | 'in-full' | 'accepted';

/** Why a supplier has the score it has. The points of the terms add up to the score. */
export interface ScoreTerm {
  name: ScoreTermName;
  /** share of the score, the weights of the terms adding up to 1 */
  weight: number;
  /** the supplier's share as estimated, with the range it lies in with 90 % probability */
  estimate: ShareEstimate;
  /** share in the supplier's own deliveries, absent without any; for `accepted` only those that brought units */
  ownShare?: number;
  /** share of all suppliers */
  poolShare: number;
  /** 100 × weight × estimate */
  points: number;
}

export interface SupplierScore {
  supplierId: string;
  /** deliveries of its own */
  receipts: number;
  /** 0 to 100 */
  score: number;
  terms: ScoreTerm[];
  lateness: LatenessPrediction;
}

export interface ScoreRules {
  /** days after the promised date that still count as on time, at least 0; 0 if left out */
  graceDays?: number;
  /** share of the ordered units from which a delivery is in full, greater than 0 and at most 1; 1 if left out */
  inFullShare?: number;
  /** what each term counts, at least 0 and not all 0; 0.4, 0.4 and 0.2 if left out */
  weights?: Record<ScoreTermName, number>;
}

export type SupplierScores =
  | { kind: 'no-receipts' }
  | {
      kind: 'scored';
      latenessPool: LatenessPool;
      sharePools: Record<ScoreTermName, SharePool>;
      scores: SupplierScore[];
    };

const DEFAULT_WEIGHTS: Record<ScoreTermName, number> = { 'on-time': 0.4, 'in-full': 0.4, accepted: 0.2 };
const TERMS: ScoreTermName[] = ['on-time', 'in-full', 'accepted'];

/**
 * Scores suppliers by their deliveries, those with few deliveries drawn towards all suppliers, so that one late
 * delivery does not make the worst supplier. A supplier without deliveries has the values of all. Early
 * deliveries count as on time.
 *
 * @param options.supplierIds suppliers to score, each once; the receipts of others count towards the pool
 * @param options.receipts    in any order
 * @returns scores in the order of `supplierIds`, or `no-receipts` where there is nothing to learn from
 * @throws RangeError when a supplier is named twice, a receipt makes no sense or a rule is out of range
 * @see sharePool and latenessPool for the methods
 */
export function scoreSuppliers(
  options: { supplierIds: string[]; receipts: SupplierReceipt[] } & ScoreRules,
): SupplierScores {
  const { supplierIds, receipts } = options;
  const rules = checkedRules(options);
  if (new Set(supplierIds).size !== supplierIds.length) {
    throw new RangeError('supplierIds names a supplier twice; each must be there once');
  }
  requireReceipts(receipts);
  if (receipts.length === 0) return { kind: 'no-receipts' };

  const bySupplier = Map.groupBy(receipts, ({ supplierId }) => supplierId);
  const pool = latenessPool([...bySupplier.values()].map(daysLateOf));
  const records = [...bySupplier.values()];
  const pools = Object.fromEntries(
    TERMS.map((name) => [name, sharePool(records.map((own) => recordOf(name, own, rules)))]),
  ) as Record<ScoreTermName, SharePool>;

  const scores = supplierIds.map((supplierId) => {
    const own = bySupplier.get(supplierId) ?? [];
    const terms = TERMS.map((name) => scoreTerm(name, pools[name], recordOf(name, own, rules), rules));
    return {
      supplierId,
      receipts: own.length,
      score: terms.reduce((sum, { points }) => sum + points, 0),
      terms,
      lateness: predictLateness({ pool, daysLate: daysLateOf(own) }),
    };
  });
  return { kind: 'scored', latenessPool: pool, sharePools: pools, scores };
}

function scoreTerm(
  name: ScoreTermName,
  pool: SharePool,
  record: ShareRecord,
  { weights }: Required<ScoreRules>,
): ScoreTerm {
  const estimate = shareEstimate(pool, record);
  const weight = weights[name];
  const term = { name, weight, estimate, poolShare: pool.mean, points: 100 * weight * estimate.mean };
  return record.trials > 0 ? { ...term, ownShare: record.successes / record.trials } : term;
}

/** A delivery is on time and in full or not; of its units a share is accepted, if it had any. */
function recordOf(
  name: ScoreTermName,
  receipts: SupplierReceipt[],
  { graceDays, inFullShare }: Required<ScoreRules>,
): ShareRecord {
  const good = ({ daysLate, orderedUnits, receivedUnits, rejectedUnits = 0 }: SupplierReceipt): number => {
    switch (name) {
      case 'on-time':
        return daysLate <= graceDays ? 1 : 0;
      case 'in-full':
        return receivedUnits >= inFullShare * orderedUnits ? 1 : 0;
      case 'accepted':
        return 1 - rejectedUnits / receivedUnits;
    }
  };
  const counted = name === 'accepted' ? receipts.filter(({ receivedUnits }) => receivedUnits > 0) : receipts;
  return { trials: counted.length, successes: counted.reduce((sum, receipt) => sum + good(receipt), 0) };
}

function daysLateOf(receipts: SupplierReceipt[]): number[] {
  return receipts.map(({ daysLate }) => daysLate);
}

/** The rules with what was left out, the weights adding up to 1. */
function checkedRules({
  graceDays = 0,
  inFullShare = 1,
  weights = DEFAULT_WEIGHTS,
}: ScoreRules): Required<ScoreRules> {
  requireNonNegative('graceDays', graceDays);
  if (!(inFullShare > 0 && inFullShare <= 1)) {
    throw new RangeError(`inFullShare is ${inFullShare}; it must be greater than 0 and at most 1`);
  }
  for (const name of TERMS) requireNonNegative(`weights.${name}`, weights[name]);
  const sum = TERMS.reduce((total, name) => total + weights[name], 0);
  if (sum === 0) throw new RangeError('weights are all 0; one of them must be greater than 0');
  const shares = Object.fromEntries(TERMS.map((name) => [name, weights[name] / sum]));
  return { graceDays, inFullShare, weights: shares as Record<ScoreTermName, number> };
}
