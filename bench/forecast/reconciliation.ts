import { hierarchyOf, reconcileMinimumTrace, shrunkCovariance, sumUp } from '@granary/forecasting';
import { randomStream } from '@granary/statistics';

/**
 * How reconciliation grows with the number of leaves: items × stores summed by store, by region, by category and by
 * category and region, with 52 periods of errors at every node. Run: `node bench/forecast/reconciliation.ts`.
 */
const PERIODS = 52;

for (const leafCount of [1_000, 10_000, 100_000]) {
  const items = leafCount / 100;
  const leaves = Array.from({ length: leafCount }, (_, leaf) => ({
    id: `leaf ${leaf}`,
    groups: {
      store: `${leaf % 100}`,
      region: `${(leaf % 100) % 8}`,
      category: `${Math.floor(leaf / 100) % Math.min(20, items)}`,
    },
  }));
  const hierarchy = hierarchyOf({
    leaves,
    levels: [['store'], ['region'], ['category'], ['category', 'region']],
  });
  const random = randomStream(1);
  const leafErrors = Array.from({ length: leafCount }, () =>
    Float64Array.from({ length: PERIODS }, () => random.next() - 0.5),
  );
  const residuals = sumsOf(hierarchy, leafErrors);
  const base = sumUp(
    hierarchy,
    Float64Array.from({ length: leafCount }, () => 5 * random.next()),
  ).map((value) => value * (0.9 + 0.2 * random.next()));
  const begun = process.hrtime.bigint();
  const covariance = shrunkCovariance(residuals);
  const prepared = process.hrtime.bigint();
  const { optimal } = reconcileMinimumTrace({ hierarchy, base, covariance, nonNegative: true });
  const done = process.hrtime.bigint();
  process.stdout.write(
    `${leafCount} leaves, ${hierarchy.sumCount} sums: covariance ${milliseconds(begun, prepared)} ms, ` +
      `one period non-negative ${milliseconds(prepared, done)} ms (optimal: ${optimal}), ` +
      `peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`,
  );
}

function milliseconds(from: bigint, until: bigint): number {
  return Math.round(Number(until - from) / 1e6);
}

/** Errors of every node, as if the base forecasts of sums were a little better than the sums of the leaves'. */
function sumsOf(
  hierarchy: ReturnType<typeof hierarchyOf>,
  leafErrors: readonly Float64Array[],
): Float64Array[] {
  const nodes = Array.from(hierarchy.nodes, () => new Float64Array(PERIODS));
  for (let period = 0; period < PERIODS; period++) {
    const all = sumUp(
      hierarchy,
      Float64Array.from(leafErrors, (errors) => errors[period] ?? 0),
    );
    for (let node = 0; node < nodes.length; node++) nodes[node]![period] = all[node]! * 0.8;
  }
  return nodes;
}
