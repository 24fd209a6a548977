import type { ReactNode } from 'react';
import classes from './PageHead.module.css';

/** A page's name, one line on what it is for, and what can be done on it. */
export function PageHead(props: { title: ReactNode; note?: ReactNode; actions?: ReactNode }) {
  return (
    <header className={classes.head}>
      <div className={classes.title}>
        <h1>{props.title}</h1>
        {props.note === undefined ? null : <p className="muted">{props.note}</p>}
      </div>
      {props.actions === undefined ? null : <div className={classes.actions}>{props.actions}</div>}
    </header>
  );
}

/** What a list is narrowed by, with how much is left on the right. */
export function Filters({ children, count }: { children: ReactNode; count?: ReactNode }) {
  return (
    <div className={classes.filters}>
      {children}
      <span className={classes.count}>{count}</span>
    </div>
  );
}
