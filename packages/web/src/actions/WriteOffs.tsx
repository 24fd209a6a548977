import { Button } from '@mantine/core';
import { type ComponentProps, useMemo } from 'react';
import { useMe } from '../app/session.tsx';
import { DataTable } from '../ui/DataTable.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { whyNotDecide } from './allowed.ts';
import classes from './Decisions.module.css';
import { writeOffColumns } from './decision-columns.tsx';
import { costOf, idOf } from './decision-list.ts';
import type { Action } from './types.ts';

interface WriteOffsProps {
  /** Proposals to get rid of units that nothing can save. */
  rows: readonly Action[];
  /** False while further pages may hold more of them. */
  complete: boolean;
  shown: boolean;
  /** Null while there is nothing else to show. */
  onToggle: (() => void) | null;
  onApprove: (ids: number[]) => void;
  table: Omit<ComponentProps<typeof DataTable<Action>>, 'label' | 'columns' | 'rows' | 'rowId'>;
}

/** What cannot be saved, set apart from what can: one line with its cost, the rows when asked for. */
export function WriteOffs({ rows, complete, shown, onToggle, onApprove, table }: WriteOffsProps) {
  const me = useMe();
  const formats = useFormats();
  const columns = useMemo(() => writeOffColumns(formats), [formats]);
  const first = rows[0];
  if (first === undefined) return null;
  const units = rows.reduce((sum, action) => sum + action.qty, 0);
  const cost = rows.reduce((sum, action) => sum + costOf(action), 0);
  const count = formats.quantity(rows.length);
  return (
    <section aria-label="To write off" className={classes.writeOffs}>
      <div className={classes.writeOffsHead}>
        <h2>
          {count}
          {complete ? '' : ' or more'} to write off
        </h2>
        <span className="muted">
          {formats.quantity(units)} {units === 1 ? 'unit' : 'units'}, {formats.money(cost)} at cost; no store,
          discount or buyer brings in more than it costs
        </span>
        {onToggle === null ? null : (
          <Button variant="default" aria-expanded={shown} onClick={onToggle}>
            {shown ? 'Hide' : 'Show'}
          </Button>
        )}
        <ReasonedButton
          variant="default"
          reason={whyNotDecide(me, first)}
          onClick={() => onApprove(rows.map((action) => action.action_id))}
        >
          Approve {count} {rows.length === 1 ? 'write-off' : 'write-offs'}…
        </ReasonedButton>
      </div>
      {shown ? (
        <DataTable label="To write off" columns={columns} rows={rows} rowId={idOf} {...table} />
      ) : null}
    </section>
  );
}
