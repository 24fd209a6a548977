import type { ReactNode } from 'react';
import classes from './Door.module.css';

/** The frame of the pages before signing in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={classes.door}>
      <div className={classes.inside}>
        <div className={classes.brand}>
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={28} height={28} />
          Granary
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}

/** How to get in without a password: only who can reach the server's terminal can. */
export function LinkAdvice() {
  return (
    <div className="muted">
      <p>On the server's terminal, ask for a new one-time link and open it here:</p>
      <code className={classes.command}>granary link</code>
    </div>
  );
}
