import type { QuantitySummary } from './quantity-summary.ts';

export interface BatchSummary {
  batchId: string;
  sold: QuantitySummary;
  wasted: QuantitySummary;
  /** still sellable, or on the way, at the close of the last day */
  closing: QuantitySummary;
  /** means */
  soldAtMarkdown: number;
  transferredUnits: number;
  liquidatedUnits: number;
}

export interface StockSummary {
  method: 'exact' | 'sampled';
  /** why it is not exact, when it was free to be */
  whySampled?: string;
  /** 0 when exact */
  paths: number;
  days: number;
  /** in the order of the input */
  batches: BatchSummary[];
  total: {
    sold: QuantitySummary;
    wasted: QuantitySummary;
    closing: QuantitySummary;
    /** base demand that found no stock; the exact method gives its mean alone */
    lostSales: Pick<QuantitySummary, 'mean' | 'standardError'> & Partial<QuantitySummary>;
  };
}
