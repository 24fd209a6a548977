export { type EstimatedOutdating, estimatedOutdating, type PerishableBatch } from './estimated-outdating.ts';
export { orderByExpectedWaste } from './expected-waste-order.ts';
export {
  type OutdatingRule,
  type PerishableOrder,
  type PerishableReview,
  perishableOrder,
} from './perishable-order.ts';
export { perishablePolicy } from './perishable-policy.ts';
