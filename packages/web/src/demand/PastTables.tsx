import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormats } from '../ui/FormatProvider.tsx';
import type { Formats } from '../ui/formats.ts';
import classes from './Item.module.css';
import type { PastDecision, Receipt } from './types.ts';

/** What was proposed and decided for this item here, latest first; each opens its proof. */
export function DecisionsTaken({ actions }: { actions: readonly PastDecision[] }) {
  const formats = useFormats();
  if (actions.length === 0) return <p className="muted">Nothing has been proposed for this item here.</p>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Action</th>
          <th scope="col" className={classes.left}>
            State
          </th>
          <th scope="col">Saves {formats.currencySign}</th>
        </tr>
      </thead>
      <tbody>
        {actions.map((action) => (
          <tr key={action.action_id}>
            <td>
              <Link
                to="/decisions"
                search={{
                  action: String(action.action_id),
                  ...(action.status === 'PROPOSED' ? {} : { status: action.status }),
                }}
              >
                {words(action, formats)}
              </Link>
              <div className="muted small">batch {action.batch_id}</div>
            </td>
            <td className={classes.left}>
              {action.status.toLowerCase()}
              <div className="muted small">
                {action.decided_at === null
                  ? formats.instant(action.created_at)
                  : formats.instant(action.decided_at)}
                {action.decided_by_name === null ? '' : `, ${action.decided_by_name}`}
              </div>
            </td>
            <td>{formats.amount(action.expected_savings)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const RECEIPTS_SHOWN = 10;

/** What came in, latest first. */
export function Receipts({ receipts, unit }: { receipts: readonly Receipt[]; unit: string }) {
  const formats = useFormats();
  const [all, setAll] = useState(false);
  if (receipts.length === 0)
    return <p className="muted">No purchase file holds a receipt of this item here.</p>;
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Received</th>
            <th scope="col" className={classes.left}>
              Batch
            </th>
            <th scope="col">{unit}</th>
            <th scope="col">Cost {formats.currencySign}</th>
          </tr>
        </thead>
        <tbody>
          {(all ? receipts : receipts.slice(0, RECEIPTS_SHOWN)).map((receipt) => (
            <tr key={`${receipt.received_date}-${receipt.batch_id}`}>
              <td>{formats.day(receipt.received_date)}</td>
              <td className={classes.left}>{receipt.batch_id}</td>
              <td>{formats.quantity(receipt.received_qty)}</td>
              <td>{formats.amount(receipt.unit_cost, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all || receipts.length <= RECEIPTS_SHOWN ? null : (
        <Button variant="subtle" color="gray" size="compact-xs" mt={4} onClick={() => setAll(true)}>
          Show {formats.quantity(receipts.length - RECEIPTS_SHOWN)} more
        </Button>
      )}
    </>
  );
}

function words(action: PastDecision, formats: Formats): string {
  const units = formats.quantity(action.qty);
  switch (action.action_type) {
    case 'TRANSFER':
      return `Move ${units} to ${action.to_store_name ?? 'another store'}`;
    case 'MARKDOWN':
      return `${formats.percent(Number(action.discount_pct ?? 0) / 100)} off ${units}`;
    case 'LIQUIDATE':
      return `Sell off ${units}`;
    default:
      return action.action_type satisfies never;
  }
}
