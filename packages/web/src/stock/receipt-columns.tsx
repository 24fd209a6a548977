import type { DataColumn } from '../ui/DataTable.tsx';
import type { Formats } from '../ui/formats.ts';
import type { Receipt } from './queries.ts';

export function receiptColumns(formats: Formats): DataColumn<Receipt>[] {
  return [
    {
      id: 'day',
      heading: 'Received',
      width: 112,
      sortKey: 'received_date',
      cell: (receipt) => formats.day(receipt.received_date),
    },
    {
      id: 'item',
      heading: 'Item',
      sortKey: 'sku_id',
      cell: (receipt) => (
        <>
          {receipt.item_name} <span className="code">{receipt.sku_id}</span>
        </>
      ),
    },
    { id: 'place', heading: 'At', width: '12%', hideBelow: 480, cell: (receipt) => receipt.store_id },
    {
      id: 'batch',
      heading: 'Batch',
      width: '20%',
      hideBelow: 860,
      cell: (receipt) => <div className="clip muted">{receipt.batch_id}</div>,
    },
    {
      id: 'supplier',
      heading: 'From',
      width: '12%',
      hideBelow: 640,
      cell: (receipt) => receipt.supplier_id ?? <span className="muted">not said</span>,
    },
    {
      id: 'quantity',
      heading: 'Units',
      width: 80,
      align: 'right',
      cell: (receipt) => formats.quantity(receipt.received_qty),
    },
    {
      id: 'cost',
      heading: 'Cost of one',
      unit: formats.currencySign,
      width: 128,
      align: 'right',
      hideBelow: 480,
      cell: (receipt) => formats.amount(receipt.unit_cost, 2),
    },
  ];
}
