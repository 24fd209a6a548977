import { Link } from '@tanstack/react-router';
import { EmptyState } from '../ui/States.tsx';
import { firstPlace } from './places.ts';
import { useMe, whyNotPermitted } from './session.tsx';

/** Shown instead of a page this person may not see: which permission is missing, and who can grant it. */
export function Refusal({ permission }: { permission: string }) {
  const me = useMe();
  const to = firstPlace(me);
  return (
    <EmptyState isPage title="You may not see this page" actions={<Link to={to}>To a page you may see</Link>}>
      <p>{whyNotPermitted(me, permission)}</p>
    </EmptyState>
  );
}
