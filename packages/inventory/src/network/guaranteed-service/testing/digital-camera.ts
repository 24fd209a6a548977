import type { ServiceStage, ServiceTree } from '../service-tree.ts';

const z95 = 1.6448536269514722;
const cameraStage = (id: number, processingTime: number, holdingCost: number): ServiceStage => ({
  id,
  processingTime,
  holdingCost,
  safetyFactor: z95,
});
/** Snyder and Shen, figure 6.14: from raw material to a digital camera, its stages and times. */
export const digitalCamera: ServiceTree = {
  stages: [
    cameraStage(1, 2, 0.01),
    cameraStage(2, 3, 0.03),
    cameraStage(3, 2, 0.04),
    cameraStage(4, 4, 0.06),
    cameraStage(5, 2, 0.12),
    cameraStage(6, 3, 0.13),
    cameraStage(7, 6, 0.2),
    cameraStage(8, 4, 0.08),
    cameraStage(9, 3, 0.04),
    { ...cameraStage(10, 2, 0.5), demandStandardDeviation: 10, maxOutboundServiceTime: 2 },
  ],
  arcs: [
    [1, 2],
    [2, 3],
    [3, 5],
    [4, 5],
    [5, 6],
    [6, 10],
    [7, 10],
    [8, 10],
    [9, 10],
  ],
};
