import { Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { LinkAdvice } from '../identity/door/Door.tsx';
import { SignInForm } from '../identity/door/SignInForm.tsx';
import { useMe, useStoreMe } from './session.tsx';
import { tellSessionEnd, useSessionEnd } from './session-end.ts';

/** Over a page whose session has ended: the same person signs in and goes on where they were, with nothing lost. */
export function SignInAgain() {
  const me = useMe();
  const storeMe = useStoreMe();
  const cache = useQueryClient();
  const reason = useSessionEnd();
  return (
    <Modal
      opened={reason !== null}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      title="Your session has ended"
      size={400}
    >
      <p className="muted">{reason} What you have typed on this page is still there.</p>
      <SignInForm
        email={me.email ?? ''}
        onSignedIn={(person) => {
          if (person.user_id !== me.user_id) {
            // Another person gets a screen of their own, with nothing of the first on it.
            window.location.assign(import.meta.env.BASE_URL);
            return;
          }
          storeMe(person);
          tellSessionEnd(null);
          void cache.invalidateQueries();
        }}
      >
        {me.has_password ? null : (
          <div style={{ marginTop: 16 }}>
            <LinkAdvice />
          </div>
        )}
      </SignInForm>
    </Modal>
  );
}
