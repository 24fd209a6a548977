import type { ReactNode } from 'react';
import classes from './RankBar.module.css';

/** A figure with a thin bar behind it, on the same scale down the column: `share` is 0..1 of the largest. */
export function RankBar({
  share,
  tone = 'gain',
  children,
}: {
  share: number;
  tone?: 'gain' | 'loss' | 'doubt' | 'neutral';
  children: ReactNode;
}) {
  const width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return (
    <span className={classes.cell}>
      <span
        className={`${classes.bar} ${tone === 'gain' ? '' : (classes[tone] ?? '')}`}
        style={{ width }}
        aria-hidden="true"
      />
      <span className={classes.value}>{children}</span>
    </span>
  );
}

/** A bar on its own line, for small comparisons. */
export function ShareBar({ share }: { share: number }) {
  return (
    <div className={classes.flat} aria-hidden="true">
      <span style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
    </div>
  );
}
