export { type Analogue, forecastNewItem, type NewItem } from './new-item.ts';
export { type Attributes, similarities } from './similarity.ts';
