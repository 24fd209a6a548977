import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRecalculate } from '../app/recalculate.ts';
import { useMe } from '../app/session.tsx';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { EmptyState } from '../ui/States.tsx';
import { summaryQuery } from './queries.ts';

/** An empty list means different things: no data yet, nothing left to decide, or filters that exclude everything. */
export function NoDecisions({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const me = useMe();
  const summary = useQuery(summaryQuery).data;
  if (filtered) {
    return (
      <EmptyState
        title="No action matches these filters"
        actions={
          <Button variant="default" onClick={onClear}>
            Clear the filters
          </Button>
        }
      />
    );
  }
  if (me.data.snapshot_date === null) {
    return (
      <EmptyState
        title="Nothing to decide yet"
        actions={me.permissions.includes('ingest.write') ? <ImportButton /> : undefined}
      >
        <p>
          Granary needs your sales by day and a stock count with batches and expiry dates. From these it
          forecasts, finds what will not sell in time, and proposes what to do about it, ranked by money.
        </p>
      </EmptyState>
    );
  }
  // Who sees some locations only may have none that anything was calculated for.
  if (me.store_ids === null && summary !== undefined && summary.snapshot_date === null) {
    return (
      <EmptyState title="Not calculated yet" actions={<RecalculateButton />}>
        <p>The files are in. Forecasts, risk and proposals are made by the next nightly run, or now.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="All decided" actions={<Link to="/risk">See the batches at risk</Link>}>
      <p>
        No open proposal is worth more than doing nothing. New ones appear here after the next stock count or
        recalculation.
      </p>
    </EmptyState>
  );
}

function ImportButton() {
  const navigate = useNavigate();
  return <Button onClick={() => void navigate({ to: '/import' })}>Import files</Button>;
}

function RecalculateButton() {
  const { start, starting, reason } = useRecalculate();
  return (
    <ReasonedButton reason={reason} loading={starting} onClick={start}>
      Recalculate now
    </ReasonedButton>
  );
}
