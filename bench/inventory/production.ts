import {
  type BillOfMaterialLine,
  type ConstrainedPlanInput,
  explodeRequirements,
  type LotRule,
  pegPlan,
  planConstrained,
  type RequirementsInput,
  type RequirementsItem,
} from '@granary/inventory';
import { randomStream } from '@granary/statistics';
import type { Measurement } from './measurement.ts';

const WEEKS = 52;
const LEVELS = 6;

export const productionMeasurements: Measurement[] = [
  {
    area: 'production',
    name: `requirements over ${WEEKS} weeks, ${LEVELS} levels`,
    sizeUnit: 'items',
    sizes: [1_000, 3_000, 10_000],
    unit: 'items',
    prepare(size) {
      const input = factory(size);
      return {
        run() {
          explodeRequirements(input);
          return size;
        },
        against: {
          name: 'maps of weeks',
          run() {
            plainExplosion(input);
            return size;
          },
        },
      };
    },
  },
  {
    area: 'production',
    name: 'requirements with the pegging of every order',
    sizeUnit: 'items',
    sizes: [1_000, 3_000, 10_000],
    unit: 'items',
    prepare(size) {
      const input = factory(size);
      return {
        run() {
          pegPlan(explodeRequirements(input));
          return size;
        },
      };
    },
  },
  {
    area: 'production',
    name: 'plan by date, 3 levels, orders of 20 products',
    sizeUnit: 'demands',
    sizes: [100, 300, 1_000],
    unit: 'demands',
    prepare(size) {
      const input = orderBook(size);
      return {
        run() {
          planConstrained(input);
          return size;
        },
      };
    },
  },
];

/** Items on six levels; each above the lowest uses two to five of the next, one of them perhaps two below. */
function factory(size: number): RequirementsInput {
  const random = randomStream(20310106);
  const whole = (below: number) => Math.floor(random.next() * below);
  const perLevel = Math.ceil(size / LEVELS);
  const lots: LotRule[] = [
    { kind: 'lot-for-lot' },
    { kind: 'fixed-order-quantity', quantity: 200 },
    { kind: 'periodic-order-quantity', periods: 4 },
    { kind: 'minimum-and-multiple', minimum: 100, multiple: 12 },
  ];
  const items = Array.from({ length: size }, (_, index): RequirementsItem => {
    const level = Math.floor(index / perLevel);
    const components = new Map<string, BillOfMaterialLine>();
    for (let line = 2 + whole(4); line > 0 && level < LEVELS - 1; line--) {
      const below = Math.min(LEVELS - 1, level + 1 + (line === 1 ? whole(2) : 0));
      const child = Math.min(size - 1, below * perLevel + whole(perLevel));
      const component = `item ${child}`;
      components.set(component, {
        component,
        quantityPer: 1 + whole(3),
        scrapShare: random.next() < 0.2 ? 0.05 : 0,
      });
    }
    const weeks = Array.from({ length: WEEKS }, (_, week) => ({ period: week + 1, quantity: whole(40) }));
    return {
      id: `item ${index}`,
      leadTimePeriods: 1 + whole(3),
      lotRule: lots[whole(lots.length)] ?? { kind: 'lot-for-lot' },
      onHand: whole(200),
      safetyStock: whole(30),
      yieldShare: random.next() < 0.2 ? 0.95 : 1,
      independentDemand: level === 0 ? weeks : weeks.slice(0, whole(3)),
      billOfMaterial: [...components.values()],
    };
  });
  return { periods: WEEKS, items };
}

/** Products from sub-assemblies from bought parts; half the parts are shared by all. */
function orderBook(size: number): ConstrainedPlanInput {
  const random = randomStream(20310107);
  const whole = (below: number) => Math.floor(random.next() * below);
  const products = Array.from({ length: 20 }, (_, index) => index);
  const date = (day: number) => new Date(Date.UTC(2031, 0, 6 + day)).toISOString().slice(0, 10);
  const one = (item: string) => ({ item, quantity: 1 });
  return {
    today: date(0),
    operations: products.flatMap((at) => [
      {
        id: `assemble ${at}`,
        produces: [one(`product ${at}`)],
        consumes: [one(`body ${at}`), one(`part ${at % 5}`)],
        fixedDays: 2,
      },
      {
        id: `weld ${at}`,
        produces: [one(`body ${at}`)],
        consumes: [one(`part ${at}`), one('steel')],
        fixedDays: 1,
        daysPerUnit: 0.125,
        multiple: 1,
      },
    ]),
    suppliers: [...products.map((at) => `part ${at}`), 'steel'].flatMap((item) => [
      { item, supplier: 'near', leadDays: 5, priority: 2, minimum: 10 },
      { item, supplier: 'far', leadDays: 30, priority: 1, minimum: 50, multiple: 25 },
    ]),
    onHand: products.map((at) => ({ item: `product ${at}`, quantity: whole(20) })),
    demands: Array.from({ length: size }, (_, index) => ({
      id: `order ${index}`,
      item: `product ${whole(20)}`,
      quantity: 1 + whole(20),
      due: date(whole(180)),
      priority: 1 + whole(3),
    })),
  };
}

/** The same plan from a map of weeks per item, level by level: what the typed arrays save. */
function plainExplosion({ periods, items }: RequirementsInput): Map<string, Map<number, number>> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const codes = new Map<string, number>();
  const descend = (id: string, code: number): void => {
    if ((codes.get(id) ?? -1) >= code) return;
    codes.set(id, code);
    for (const { component } of byId.get(id)?.billOfMaterial ?? []) descend(component, code + 1);
  };
  for (const { id } of items) descend(id, 0);
  const gross = new Map(items.map(({ id }) => [id, new Map<number, number>()]));
  const add = (weeks: Map<number, number> | undefined, week: number, units: number) =>
    weeks?.set(week, (weeks.get(week) ?? 0) + units);
  const started = new Map<string, Map<number, number>>();
  const up = (units: number) => Math.ceil(units - 1e-9 * Math.max(1, units));
  const inOrder = [...items].sort((one, other) => (codes.get(one.id) ?? 0) - (codes.get(other.id) ?? 0));
  for (const item of inOrder) {
    const { safetyStock = 0, yieldShare = 1, lotRule = { kind: 'lot-for-lot' } } = item;
    const required = gross.get(item.id);
    for (const { period, quantity } of item.independentDemand ?? []) add(required, period, quantity);
    const releases = new Map<number, number>();
    started.set(item.id, releases);
    let stock = item.onHand ?? 0;
    for (let week = 1; week <= periods; week++) {
      stock -= required?.get(week) ?? 0;
      if (safetyStock - stock <= 1e-9) continue;
      let need = safetyStock - stock;
      if (lotRule.kind === 'periodic-order-quantity') {
        for (let later = week + 1; later < week + lotRule.periods; later++) need += required?.get(later) ?? 0;
      }
      let lot = up(need);
      if (lotRule.kind === 'fixed-order-quantity') lot = up(need / lotRule.quantity) * lotRule.quantity;
      if (lotRule.kind === 'minimum-and-multiple') {
        const { minimum = 0, multiple = 1 } = lotRule;
        lot = up(Math.max(need, minimum) / multiple) * multiple;
      }
      stock += lot;
      const quantity = up(lot / yieldShare);
      releases.set(week - item.leadTimePeriods, quantity);
      for (const { component, quantityPer, scrapShare = 0 } of item.billOfMaterial ?? []) {
        const units = up((quantity * quantityPer) / (1 - scrapShare));
        add(gross.get(component), Math.max(1, week - item.leadTimePeriods), units);
      }
    }
  }
  return started;
}
