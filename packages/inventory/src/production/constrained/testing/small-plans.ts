import type { ConstrainedPlanInput } from '../input.ts';
import { planConstrained } from '../plan.ts';
import type { ConstrainedPlan } from '../result.ts';

export const TODAY = '2031-01-06';

export const plan = (input: Partial<ConstrainedPlanInput>) =>
  planConstrained({ today: TODAY, demands: [], ...input });

export const demand = (id: string, quantity: number, due: string, more = {}) => ({
  id,
  item: 'A',
  quantity,
  due,
  ...more,
});

export const dates = ({ demands }: ConstrainedPlan) =>
  demands.map(({ demand: id, deliveries }) => [
    id,
    ...deliveries.map(({ date, quantity }) => [date, quantity]),
  ]);

export const bought = ({ orders }: ConstrainedPlan) =>
  orders.filter(({ kind }) => kind !== 'deliver').map(({ start, end, quantity }) => [start, end, quantity]);
