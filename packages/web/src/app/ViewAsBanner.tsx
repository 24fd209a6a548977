import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import classes from './Shell.module.css';
import { endViewAs, readViewAs } from './view-as.ts';

/** Whose eyes one is looking through, on every page, and the way back to one's own. */
export function ViewAsBanner() {
  const viewAs = readViewAs();
  const isViewing = viewAs !== null;
  useEffect(() => {
    if (!isViewing) return undefined;
    document.addEventListener('click', refuseFile, true);
    return () => document.removeEventListener('click', refuseFile, true);
  }, [isViewing]);
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

/** A link cannot say through whose eyes it is followed: the file would hold what one may see oneself. */
function refuseFile(event: MouseEvent): void {
  if (!(event.target instanceof Element) || event.target.closest('a[href^="/api/"]') === null) return;
  event.preventDefault();
  event.stopPropagation();
  notifications.show({
    title: 'No file was made',
    message: 'A file would hold what you may see yourself. Go back to yourself to export.',
  });
}
