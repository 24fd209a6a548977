import { Link, Outlet } from '@tanstack/react-router';
import classes from './AdministrationFrame.module.css';
import { ADMINISTRATION, permitted } from './places.ts';
import { useMe } from './session.tsx';

/** The pages about who comes in, side by side; those one may not see are absent. */
export function AdministrationFrame() {
  const me = useMe();
  return (
    <>
      <nav className={classes.tabs} aria-label="Administration">
        {permitted(me, ADMINISTRATION).map((place) => (
          <Link key={place.to} to={place.to} className={classes.tab} activeOptions={{ exact: false }}>
            {place.label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
