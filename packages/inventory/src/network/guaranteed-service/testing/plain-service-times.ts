import { indexTree, type ServiceTree } from '../service-tree.ts';

/**
 * The least cost of a tree by the dynamic programme as it stands in the book, O(n M²): every pair of inbound
 * and outbound time of every stage. What `optimalServiceTimes` is compared with in tests and benchmark.
 */
export function plainServiceTimeCost(tree: ServiceTree): number {
  const { suppliers, customers, downstream, pooledStandardDeviation } = indexTree(tree);
  const longestInbound: number[] = [];
  const longestOutbound: number[] = [];
  for (const index of downstream) {
    const {
      processingTime = 0,
      externalInboundServiceTime = 0,
      maxOutboundServiceTime,
    } = tree.stages[index] ?? {};
    const inbound = (suppliers[index] ?? []).reduce(
      (longest, supplier) => Math.max(longest, longestOutbound[supplier] ?? 0),
      externalInboundServiceTime,
    );
    longestInbound[index] = inbound;
    longestOutbound[index] = Math.min(
      inbound + processingTime,
      maxOutboundServiceTime ?? Number.POSITIVE_INFINITY,
    );
  }

  /** The least cost of the branch behind a stage, by inbound and by outbound time. */
  const branch = (index: number, next: number): { byInbound: number[]; byOutbound: number[] } => {
    const stage = tree.stages[index];
    const {
      processingTime = 0,
      holdingCost = 0,
      safetyFactor = 0,
      externalInboundServiceTime = 0,
    } = stage ?? {};
    const perRoot = holdingCost * safetyFactor * (pooledStandardDeviation[index] ?? 0);
    const before = (suppliers[index] ?? [])
      .filter((each) => each !== next)
      .map((each) => branch(each, index).byOutbound);
    const after = (customers[index] ?? [])
      .filter((each) => each !== next)
      .map((each) => branch(each, index).byInbound);
    const inbounds = Array.from({ length: (longestInbound[index] ?? 0) + 1 }, (_, time) =>
      before.reduce((sum, costs) => sum + Math.min(...costs.slice(0, time + 1)), 0),
    );
    const outbounds = Array.from({ length: (longestOutbound[index] ?? 0) + 1 }, (_, time) =>
      after.reduce((sum, costs) => sum + Math.min(...costs.slice(time)), 0),
    );
    const byInbound = inbounds.map(() => Number.POSITIVE_INFINITY);
    const byOutbound = outbounds.map(() => Number.POSITIVE_INFINITY);
    inbounds.forEach((upstream, inbound) => {
      outbounds.forEach((downstreamCost, outbound) => {
        const net = inbound + processingTime - outbound;
        if (net < 0 || inbound < externalInboundServiceTime) return;
        const cost = upstream + downstreamCost + perRoot * Math.sqrt(net);
        byInbound[inbound] = Math.min(byInbound[inbound] ?? 0, cost);
        byOutbound[outbound] = Math.min(byOutbound[outbound] ?? 0, cost);
      });
    });
    return { byInbound, byOutbound };
  };
  return Math.min(...branch(0, -1).byOutbound);
}
