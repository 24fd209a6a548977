import { useQuery } from '@tanstack/react-query';
import { useMe, whyNotPermitted } from '../app/session.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import classes from './Decisions.module.css';
import { summaryQuery } from './queries.ts';

/** The state of things in one sentence of money, and the one button that settles the easy part of it. */
export function DecisionHeader({ onApproveSafe }: { onApproveSafe: (ids: number[]) => void }) {
  const me = useMe();
  const formats = useFormats();
  const summary = useQuery(summaryQuery).data;
  const safeCount = summary?.safe.count ?? 0;
  const reason =
    safeCount === 0
      ? 'No proposal gains in 9 of 10 futures with a low estimate above zero.'
      : whyNotPermitted(me, 'actions.approve');
  return (
    <header className={classes.head}>
      <div>
        <h1 className="muted small" style={{ fontWeight: 400, letterSpacing: 0 }}>
          What needs my decision today
        </h1>
        <p className={classes.headline} role="status">
          {summary === undefined ? (
            <span className="muted">…</span>
          ) : summary.snapshot_date === null ? (
            'Nothing yet'
          ) : (
            <>
              {formats.money(summary.at_risk_value)} <small>at risk</small> ·{' '}
              {formats.money(summary.proposed.expected_savings)} <small>can be saved</small> ·{' '}
              {formats.quantity(summary.proposed.count)}{' '}
              <small>{summary.proposed.count === 1 ? 'proposal' : 'proposals'}</small>
            </>
          )}
        </p>
        {summary !== undefined && summary.approved.count > 0 ? (
          <p className="muted small">
            {formats.quantity(summary.approved.count)} approved and waiting to be done, worth{' '}
            {formats.money(summary.approved.expected_savings)}
          </p>
        ) : null}
      </div>
      {summary === undefined || summary.proposed.count === 0 ? null : (
        <div className={classes.buttons}>
          <ReasonedButton reason={reason} onClick={() => onApproveSafe(summary.safe.action_ids)}>
            {safeCount === 0
              ? 'Approve safe ones…'
              : `Approve ${formats.quantity(safeCount)} safe ${safeCount === 1 ? 'one' : 'ones'}…`}
          </ReasonedButton>
        </div>
      )}
    </header>
  );
}
