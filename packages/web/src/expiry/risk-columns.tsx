import { Link } from '@tanstack/react-router';
import type { DataColumn } from '../ui/DataTable.tsx';
import { DayLabel } from '../ui/Figures.tsx';
import type { Formats } from '../ui/formats.ts';
import { RankBar } from '../ui/RankBar.tsx';
import type { BatchRisk } from './types.ts';

const COST_SOURCES: Readonly<Record<string, string>> = {
  batch: 'cost paid for this batch',
  latest: 'last cost paid for the item',
  mrp: 'list price, no cost is known',
  none: 'no cost is known',
};

/** The columns of the batches at risk; the money bars share the scale of the largest value shown. */
export function riskColumns(formats: Formats, largest: number): DataColumn<BatchRisk>[] {
  return [
    {
      id: 'value',
      heading: 'At risk',
      unit: formats.currencySign,
      explain: 'Expected unsold units at what they cost',
      align: 'right',
      sortKey: 'at_risk_value',
      width: 84,
      cell: (risk) => (
        <RankBar share={Number(risk.at_risk_value) / largest} tone="loss">
          <b style={{ fontWeight: 600 }} title={COST_SOURCES[risk.unit_cost_source]}>
            {formats.amount(risk.at_risk_value, formats.columnDigits(largest))}
          </b>
        </RankBar>
      ),
    },
    {
      id: 'score',
      heading: 'Score',
      explain: 'Chance, in percent, that part of the batch is left at the end of its life',
      align: 'right',
      sortKey: 'risk_score',
      width: 58,
      cell: (risk) => (
        <span className={risk.risk_score >= 70 ? 'loss' : risk.risk_score >= 40 ? 'doubt' : ''}>
          {risk.risk_score}
        </span>
      ),
    },
    {
      id: 'item',
      heading: 'Item',
      width: '30%',
      cell: (risk) => (
        <>
          <div>
            <Link
              className="plain"
              to="/items/$storeId/$skuId"
              params={{ storeId: risk.store_id, skuId: risk.sku_id }}
            >
              <b style={{ fontWeight: 600 }}>{risk.item_name}</b>
            </Link>
          </div>
          <div className="clip muted small">
            {risk.store_name} · batch {risk.batch_id}
          </div>
        </>
      ),
    },
    {
      id: 'category',
      heading: 'Category',
      hideBelow: 1080,
      cell: (risk) => <span className="muted">{risk.category}</span>,
    },
    {
      id: 'onHand',
      heading: 'On hand',
      align: 'right',
      width: 76,
      hideBelow: 640,
      cell: (risk) => formats.quantity(risk.on_hand_qty),
    },
    {
      id: 'expected',
      heading: 'Will sell',
      explain: 'Units of this batch expected to sell before its last sellable day',
      align: 'right',
      width: 80,
      hideBelow: 860,
      cell: (risk) => formats.quantity(risk.expected_sales_to_expiry),
    },
    {
      id: 'unsold',
      heading: 'Unsold',
      explain: 'Expected units left, and the range of 8 in 10 futures',
      align: 'right',
      width: 110,
      hideBelow: 480,
      cell: (risk) => (
        <>
          {formats.quantity(risk.at_risk_units)}
          <div className="muted small">
            {formats.quantity(risk.at_risk_units_low)} … {formats.quantity(risk.at_risk_units_high)}
          </div>
        </>
      ),
    },
    {
      id: 'expires',
      heading: 'Expires',
      align: 'right',
      sortKey: 'days_to_expiry',
      width: 98,
      cell: (risk) => <DayLabel day={risk.expiry_date} stacked />,
    },
  ];
}
