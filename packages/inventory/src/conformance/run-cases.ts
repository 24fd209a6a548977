import type { ConformanceCase } from './case.ts';
import { type Difference, differences } from './compare.ts';
import { readInputs } from './inputs.ts';
import type { ConformanceKind, ConformanceKinds } from './kind.ts';
import { conformanceKinds } from './kinds/index.ts';

export interface CaseResult {
  id: string;
  kind: string;
  passed: boolean;
  /** what does not agree; empty when the case failed for another reason */
  differences: Difference[];
  /** why no values could be compared: an unknown kind, inputs that make no sense */
  problem?: string;
  source?: string;
}

export interface KindResult {
  kind: string;
  passed: number;
  failed: number;
}

export interface ConformanceReport {
  cases: CaseResult[];
  /** in the order in which the kinds first appear */
  kinds: KindResult[];
  passed: number;
  failed: number;
}

/** Solves every case with the methods of this package and compares. An unknown kind counts as failed. */
export function runCases(
  cases: ConformanceCase[],
  kinds: ConformanceKinds = conformanceKinds,
): ConformanceReport {
  const results = cases.map((each) => runCase(each, kinds));
  const byKind = new Map<string, KindResult>();
  for (const { kind, passed } of results) {
    const tally = byKind.get(kind) ?? { kind, passed: 0, failed: 0 };
    byKind.set(kind, tally);
    if (passed) tally.passed++;
    else tally.failed++;
  }
  const passed = results.filter((result) => result.passed).length;
  return { cases: results, kinds: [...byKind.values()], passed, failed: results.length - passed };
}

function runCase(each: ConformanceCase, kinds: ConformanceKinds): CaseResult {
  const { id, source } = each;
  const result = { id, kind: each.kind, differences: [], ...(source ? { source } : {}) };
  const known = Object.hasOwn(kinds, each.kind) ? kinds[each.kind] : undefined;
  if (!known) return { ...result, passed: false, problem: `kind ${each.kind} is unknown` };
  const kind: ConformanceKind = typeof known === 'function' ? { solve: known } : known;
  const compare = kind.compare ?? differences;
  const inputs = readInputs(each.inputs);
  let got: Record<string, unknown>;
  try {
    got = kind.solve(inputs);
  } catch (error) {
    return { ...result, passed: false, problem: error instanceof Error ? error.message : String(error) };
  }
  const unread = inputs.unread();
  if (unread.length > 0) return { ...result, passed: false, problem: `not understood: ${unread.join(', ')}` };
  const keys = each.compare ?? Object.keys(each.expected);
  const found = keys.flatMap((key) => compare(got[key], each.expected[key], each.tolerance ?? {}, key));
  return { ...result, passed: found.length === 0, differences: found };
}
