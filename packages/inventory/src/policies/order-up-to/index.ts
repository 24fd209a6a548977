export { bestOrderUpTo } from './best-order-up-to.ts';
export { orderUpToCost } from './order-up-to-cost.ts';
export type { OrderUpToPlan, OrderUpToProblem } from './order-up-to-problem.ts';
export {
  type PowerApproximation,
  type PowerApproximationInput,
  powerApproximation,
} from './power-approximation.ts';
