import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { ApiError, client, unwrap } from '../../app/api.ts';
import { useStoreMe } from '../../app/session.tsx';
import { Door, LinkAdvice } from './Door.tsx';

/** Opens a session with the token behind the `#`, which browsers keep to themselves and servers never log. */
export function LinkPage() {
  const navigate = useNavigate();
  const storeMe = useStoreMe();
  const posted = useRef(false);
  const token = window.location.hash.slice(1);
  const open = useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/auth/link', { body: { token } })),
    onSuccess: (reply) => {
      if (!('user_id' in reply)) return;
      storeMe(reply);
      void navigate({ to: '/', replace: true });
    },
  });

  useEffect(() => {
    // The token is used up by its first post; a second would refuse the visitor who just came in.
    if (posted.current || token === '') return;
    posted.current = true;
    open.mutate();
  }, [open, token]);

  if (token === '') {
    return (
      <Door title="This link is incomplete">
        <p>The part after # is missing. Copy the whole address.</p>
        <LinkAdvice />
      </Door>
    );
  }
  if (open.isError) {
    const silent = open.error instanceof ApiError && open.error.status === 0;
    return (
      <Door title={silent ? 'The server does not answer' : 'This link no longer opens'}>
        <p>
          {silent
            ? 'It may still be starting. Open the link again in a moment.'
            : 'It was used already, or it has expired.'}
        </p>
        {silent ? null : <LinkAdvice />}
        <p style={{ marginTop: 16 }}>
          <Link to="/sign-in">Sign in with a password</Link>
        </p>
      </Door>
    );
  }
  return (
    <Door title="Signing in">
      <p className="muted" role="status">
        One moment.
      </p>
    </Door>
  );
}
