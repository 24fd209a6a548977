import { Button } from '@mantine/core';
import classes from './Shell.module.css';
import { endViewAs, readViewAs } from './view-as.ts';

/** Whose eyes one is looking through, on every page, and the way back to one's own. */
export function ViewAsBanner() {
  const viewAs = readViewAs();
  if (viewAs === null) return null;
  return (
    <aside className={`${classes.bar} ${classes.viewing}`} aria-label="Viewing as">
      <span>
        <strong>You are viewing as {viewAs.label}.</strong>{' '}
        <span className={classes.more}>Pages show what they would see.</span> Nothing can be changed.
      </span>
      <Button variant="default" onClick={() => endViewAs()}>
        Back to yourself
      </Button>
    </aside>
  );
}
