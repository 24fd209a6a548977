import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './States.module.css';

/** A view with nothing in it: what belongs here, and the one thing to do about it. */
export function EmptyState({
  title,
  children,
  actions,
  isPage = false,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** It stands for the whole page, and so names it. */
  isPage?: boolean;
}) {
  const Title = isPage ? 'h1' : 'h2';
  return (
    <section className={classes.state}>
      <Title>{title}</Title>
      {children === undefined ? null : <div className="muted">{children}</div>}
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </section>
  );
}

/** What went wrong in the server's own words, with the number under which its log has it. */
export function ErrorState({
  error,
  onRetry,
  isPage = false,
}: {
  error: Error & { correlationId?: string | null; status?: number };
  onRetry?: () => void;
  isPage?: boolean;
}) {
  // Asking again for what is not there finds it no sooner.
  const isNowhere = error.status === 404;
  const Title = isPage ? 'h1' : 'h2';
  return (
    <section className={classes.state} role="alert">
      <Title>
        {error.status === 403
          ? 'You may not see this'
          : isNowhere
            ? 'This is not there'
            : 'This could not be shown'}
      </Title>
      <p>{error.message}</p>
      {error.correlationId && !isNowhere ? (
        <p className="muted small">Reference for the log: {error.correlationId}</p>
      ) : null}
      {onRetry === undefined || isNowhere ? null : (
        <div className={classes.actions}>
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        </div>
      )}
    </section>
  );
}

const WIDTHS = ['18%', '34%', '26%', '10%'];

/** The shape of the rows to come, so that nothing jumps when they arrive. */
export function SkeletonRows({ count = 10 }: { count?: number }) {
  const rows = Array.from({ length: count }, (_, index) => `row-${index}`);
  return (
    <div className={classes.bones} role="status" aria-label="Loading">
      {rows.map((row) => (
        <div key={row} className={classes.bone}>
          {WIDTHS.map((width) => (
            <span key={width} style={{ width }} />
          ))}
        </div>
      ))}
    </div>
  );
}
