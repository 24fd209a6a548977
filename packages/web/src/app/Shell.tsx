import { useDocumentTitle } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { Link, Outlet, useMatches } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { SkeletonRows } from '../ui/States.tsx';
import { Palette } from './Palette.tsx';
import { ADMINISTRATION, PLACES, permitted } from './places.ts';
import { Refusal } from './Refusal.tsx';
import { useRealtime } from './realtime.ts';
import { useRenewal } from './renewal.ts';
import { ServerAway } from './ServerAway.tsx';
import classes from './Shell.module.css';
import { OrganizationFormats, useMe } from './session.tsx';
import { useSessionEnd } from './session-end.ts';
import { TopBar } from './TopBar.tsx';
import { ViewAsBanner } from './ViewAsBanner.tsx';
import { readViewAs } from './view-as.ts';

/** Seldom needed, so it is not loaded with the first page. */
const SignInAgain = lazy(() =>
  import('./SignInAgain.tsx').then((module) => ({ default: module.SignInAgain })),
);

/** The frame of every signed-in page: places on the left, the state of data and runs on top. */
export function Shell() {
  useRealtime();
  useRenewal();
  const me = useMe();
  const hasEnded = useSessionEnd() !== null;
  const page = useMatches({ select: (matches) => matches.at(-1)?.staticData });
  useDocumentTitle(page?.title === undefined ? 'Granary' : `${page.title} · Granary`);
  const isRefused = page?.permission !== undefined && !me.permissions.includes(page.permission);
  const isAdministration = useMatches({
    select: (matches) => matches.some(({ routeId }) => routeId === '/signed-in/administration'),
  });
  const administration = permitted(me, ADMINISTRATION)[0];
  return (
    <OrganizationFormats>
      <a href="#main" className={classes.skip}>
        Skip to the content
      </a>
      <div
        className={classes.shell}
        data-viewing={readViewAs() !== null || undefined}
        data-hidden={hasEnded || undefined}
        inert={hasEnded}
      >
        <nav className={classes.rail} aria-label="Main">
          <Link to="/" className={classes.brand} aria-label="Granary, to the first page">
            <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={20} height={20} />
            <span>Granary</span>
          </Link>
          {permitted(me, PLACES).map((place) => (
            <Link key={place.to} to={place.to} className={classes.link} title={place.label}>
              <Icon name={place.icon} />
              <span>{place.label}</span>
            </Link>
          ))}
          {administration === undefined ? null : (
            <Link
              to={administration.to}
              className={`${classes.link} ${classes.administration}`}
              data-status={isAdministration ? 'active' : undefined}
              title="Administration"
            >
              <Icon name="people" />
              <span>Administration</span>
            </Link>
          )}
          <Foot />
        </nav>
        <div className={classes.body}>
          <TopBar />
          <ServerAway />
          <ViewAsBanner />
          <PasswordReminder />
          <main id="main" className={classes.main} tabIndex={-1} style={{ outline: 'none' }}>
            <Suspense fallback={<SkeletonRows />}>
              {isRefused ? <Refusal permission={page.permission ?? ''} /> : <Outlet />}
            </Suspense>
          </main>
        </div>
      </div>
      <Suspense fallback={null}>{hasEnded ? <SignInAgain /> : null}</Suspense>
      {hasEnded ? null : <Palette />}
      <Notifications position="bottom-right" autoClose={5000} transitionDuration={120} />
    </OrganizationFormats>
  );
}

function Foot() {
  const me = useMe();
  return (
    <div className={classes.foot}>
      <div className="clip">{me.organization.name}</div>
      {me.organization.is_demo ? <div>Demo data</div> : null}
    </div>
  );
}

/** A one-time link opens one session only; without a password the next one needs a new link. */
function PasswordReminder() {
  const me = useMe();
  if (me.has_password) return null;
  return (
    <aside className={classes.bar} aria-label="Reminder">
      <span>Set a password to sign in again later; your link works only once.</span>
      <Link to="/account">Set a password</Link>
    </aside>
  );
}
