import { type ReactNode, useId } from 'react';
import classes from './Section.module.css';

/** One subject of a settings page: what it is on the left, what can be done about it on the right. */
export function Section(props: { title: string; note?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.about}>
        <h2 id={id}>{props.title}</h2>
        {props.note === undefined ? null : <div className="muted small">{props.note}</div>}
      </div>
      <div className={classes.content}>{props.children}</div>
    </section>
  );
}
