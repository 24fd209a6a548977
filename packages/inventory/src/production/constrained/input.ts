/** Units of an item at a date; dates are calendar days, 'YYYY-MM-DD'. */
export interface DatedItemQuantity {
  item: string;
  date: string;
  quantity: number;
}

/** Sizes an order may have. */
export interface OrderSizes {
  /** smallest quantity; none when absent */
  minimum?: number;
  /** quantities are whole multiples of it; any when absent */
  multiple?: number;
  /** largest quantity of one order: more is split into several; none when absent */
  maximum?: number;
  /** lower is tried first; 1 when absent */
  priority?: number;
}

/** Units of an item per unit of an operation. */
export interface ItemPerUnit {
  item: string;
  quantity: number;
}

/** A step that makes items from components, or delivers: then it produces nothing. */
export interface PlanOperation extends OrderSizes {
  id: string;
  /** output at the end, per unit of the operation */
  produces?: readonly ItemPerUnit[];
  /** input at the start, per unit of the operation */
  consumes?: readonly ItemPerUnit[];
  /** days it takes whatever its quantity, at least 0 */
  fixedDays: number;
  /** days for each unit on top, at least 0; 0 when absent. Several lots may run side by side. */
  daysPerUnit?: number;
  /** days the output should be there before it is needed, given up where time is short; 0 when absent */
  safetyLeadDays?: number;
}

/** A supplier from whom an item can be bought. */
export interface PlanSupplier extends OrderSizes {
  item: string;
  supplier: string;
  /** days from order to arrival, at least 0 */
  leadDays: number;
  safetyLeadDays?: number;
}

/** What a customer asks for. */
export interface PlanDemand {
  id: string;
  item: string;
  quantity: number;
  due: string;
  /** lower is planned first; 1 when absent */
  priority?: number;
  /** a delivery later than this many days after the due date is not made; any when absent */
  maxLateDays?: number;
  /** no delivery is smaller; 0 when absent. More than the quantity means that the rest is delivered too much. */
  minimumShipment?: number;
  /** operation that delivers; when absent one that consumes the item and produces nothing, or none */
  deliveryOperation?: string;
}

/** A stock to hold from a date on, until the next such date of the item. */
export interface PlanSafetyStock {
  item: string;
  /** from the beginning when absent */
  from?: string;
  quantity: number;
}

export interface ConstrainedPlanInput {
  /** nothing new may start before it, unless the plan is unconstrained */
  today: string;
  /** 'unconstrained' meets every demand in time and lets orders start in the past; 'constrained' when absent */
  mode?: 'constrained' | 'unconstrained';
  /** false leaves everything to stock and confirmed receipts; true when absent */
  newOrdersAllowed?: boolean;
  onHand?: readonly { item: string; quantity: number }[];
  operations?: readonly PlanOperation[];
  suppliers?: readonly PlanSupplier[];
  confirmedReceipts?: readonly DatedItemQuantity[];
  /** already promised to others: never taken for a demand */
  confirmedConsumption?: readonly DatedItemQuantity[];
  demands: readonly PlanDemand[];
  safetyStock?: readonly PlanSafetyStock[];
  /** one order covers what is needed in this many days from its arrival on */
  periodOfCover?: readonly { item: string; days: number }[];
}
