import { Link } from '@tanstack/react-router';
import { useFormats } from '../ui/FormatProvider.tsx';
import classes from './Item.module.css';
import type { BatchOnHand } from './types.ts';

/**
 * Batches stacked first-expired-first on one scale of days: the bar's length
 * is the life left, its hatched part the share that is not expected to sell.
 */
export function BatchTimeline({ batches, unit }: { batches: readonly BatchOnHand[]; unit: string }) {
  const formats = useFormats();
  if (batches.length === 0) return <p className="muted">No batch is on hand at the last stock count.</p>;
  const sorted = [...batches].sort((a, b) => a.days_to_expiry - b.days_to_expiry);
  const longest = Math.max(1, ...sorted.map((batch) => batch.days_to_expiry));
  return (
    <div className={classes.life}>
      {sorted.map((batch) => {
        const unsold = Number(batch.at_risk_units);
        const share = batch.on_hand_qty === 0 ? 0 : Math.min(1, unsold / batch.on_hand_qty);
        const life = Math.max(0, batch.days_to_expiry) / longest;
        return (
          <div key={batch.batch_id} className={classes.batch}>
            <div>
              <div className="clip">
                {batch.upload_id === null ? (
                  batch.batch_id
                ) : (
                  <Link
                    className="plain"
                    to="/import"
                    search={{ upload: batch.upload_id }}
                    title={batch.row_no === null ? 'From this file' : `Row ${batch.row_no} of this file`}
                  >
                    {batch.batch_id}
                  </Link>
                )}
              </div>
              <div className="muted small">
                {formats.quantity(batch.on_hand_qty)} {unit}
              </div>
            </div>
            <div>
              <div className={classes.track} aria-hidden="true">
                <div className={classes.left2} style={{ width: `${Math.max(2, life * 100)}%` }}>
                  <span className={classes.sells} style={{ width: `${(1 - share) * 100}%` }} />
                  <span className={classes.unsold} style={{ width: `${share * 100}%` }} />
                </div>
              </div>
              <div className={unsold >= 0.5 ? 'loss small' : 'muted small'}>
                {unsold >= 0.5
                  ? `${formats.quantity(unsold)} ${unit} will not sell, ${formats.money(batch.at_risk_value, 0)}`
                  : 'expected to sell'}
              </div>
            </div>
            <div className="figure">
              <time dateTime={batch.expiry_date}>{formats.day(batch.expiry_date)}</time>
              <div className={batch.days_to_expiry <= 1 ? 'loss small' : 'muted small'}>
                {formats.fromToday(batch.expiry_date)}
              </div>
            </div>
          </div>
        );
      })}
    </div>
  );
}
