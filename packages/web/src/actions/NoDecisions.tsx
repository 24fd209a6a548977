import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMe } from '../app/session.tsx';
import { EmptyState } from '../ui/States.tsx';

/** An empty list means different things: no data yet, nothing left to decide, or filters that exclude everything. */
export function NoDecisions({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const me = useMe();
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
      <EmptyState title="Nothing to decide yet" actions={<ImportButton />}>
        <p>
          Granary needs your sales by day and a stock count with batches and expiry dates. From these it
          forecasts, finds what will not sell in time, and proposes what to do about it, ranked by money.
        </p>
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
