import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import classes from './AdministrationFrame.module.css';
import { ADMINISTRATION, permitted } from './places.ts';
import { useMe } from './session.tsx';

/** The pages about who comes in, side by side; those one may not see are absent. */
export function AdministrationFrame() {
  const me = useMe();
  const places = permitted(me, ADMINISTRATION);
  const tabs = useRef<HTMLElement>(null);
  useLocation({ select: (location) => location.pathname });
  // On a narrow screen the tabs scroll; after each step to another, the one that is open is in sight.
  useEffect(() => {
    tabs.current
      ?.querySelector('[data-status="active"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  return (
    <>
      <nav ref={tabs} hidden={places.length < 2} className={classes.tabs} aria-label="Administration">
        {places.map((place) => (
          <Link key={place.to} to={place.to} className={classes.tab} activeOptions={{ exact: false }}>
            {place.label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
