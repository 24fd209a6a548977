import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useStoreMe } from '../../app/session.tsx';
import { tellSessionEnd } from '../../app/session-end.ts';
import { forgetViewAs } from '../../app/view-as.ts';
import { Door, LinkAdvice } from './Door.tsx';
import { SignInForm } from './SignInForm.tsx';

const route = getRouteApi('/sign-in');

/** The way in with a password; it leads on to the page one wanted. */
export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const cache = useQueryClient();
  const storeMe = useStoreMe();
  return (
    <Door title="Sign in">
      <SignInForm
        onSignedIn={(me) => {
          cache.clear();
          forgetViewAs();
          tellSessionEnd(null);
          storeMe(me);
          // Only addresses of this screen are followed.
          router.history.push(next?.startsWith('/app/') ? next : '/app/');
        }}
      >
        <p style={{ marginTop: 16 }}>
          <Link to="/forgotten">Forgotten the password</Link>
        </p>
        <details style={{ marginTop: 8 }}>
          <summary>No password yet</summary>
          <LinkAdvice />
        </details>
      </SignInForm>
    </Door>
  );
}
