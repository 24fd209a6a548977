import { type StoreOutlook, storeValue } from './store-outlook.ts';

/** What each store earns at one price of the supply, for every number of units sent now. */
export interface PricedStores {
  price: number;
  /** `values[store][units]` */
  values: Float64Array[];
  /** per store the largest value, and the units that give it */
  largest: Float64Array;
  bestUnits: Int32Array;
  /** no plan earns more: price × supply + the largest values */
  bound: number;
}

export function priceStores(outlooks: StoreOutlook[], supplyUnits: number, price: number): PricedStores {
  const largest = new Float64Array(outlooks.length);
  const bestUnits = new Int32Array(outlooks.length);
  const values = outlooks.map((outlook, store) => {
    const row = new Float64Array(outlook.most + 1);
    for (let units = 0; units <= outlook.most; units++) {
      row[units] = storeValue(outlook, units, price);
      if (units === 0 || row[units]! > largest[store]!) {
        largest[store] = row[units]!;
        bestUnits[store] = units;
      }
    }
    return row;
  });
  const bound = largest.reduce((sum, value) => sum + value, price * supplyUnits);
  return { price, values, largest, bestUnits, bound };
}

/** The price with the lowest bound; the bound is convex in the price, so golden section finds it. */
export function tightestPrice(outlooks: StoreOutlook[], supplyUnits: number, highest: number): number {
  const boundAt = (price: number) => priceStores(outlooks, supplyUnits, price).bound;
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = 0;
  let high = highest;
  let left = high - ratio * (high - low);
  let right = low + ratio * (high - low);
  let boundLeft = boundAt(left);
  let boundRight = boundAt(right);
  for (let step = 0; step < 30; step++) {
    if (boundLeft <= boundRight) {
      high = right;
      right = left;
      boundRight = boundLeft;
      left = high - ratio * (high - low);
      boundLeft = boundAt(left);
    } else {
      low = left;
      left = right;
      boundLeft = boundRight;
      right = low + ratio * (high - low);
      boundRight = boundAt(right);
    }
  }
  return boundLeft <= boundRight ? left : right;
}
