import { Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { SignInForm } from '../identity/door/SignInForm.tsx';
import { useMe, useStoreMe } from './session.tsx';
import { tellSessionEnded, useSessionEnded } from './session-end.ts';

/** Over a page whose session has ended: the same person signs in and goes on where they were, with nothing lost. */
export function SignInAgain() {
  const me = useMe();
  const storeMe = useStoreMe();
  const cache = useQueryClient();
  const isEnded = useSessionEnded();
  return (
    <Modal
      opened={isEnded}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      title="Your session has ended"
      size={400}
    >
      <p className="muted">Sign in to go on where you were. What you have typed is still there.</p>
      <SignInForm
        email={me.email ?? ''}
        onSignedIn={(person) => {
          if (person.user_id !== me.user_id) {
            // Another person gets a screen of their own, with nothing of the first on it.
            window.location.assign(import.meta.env.BASE_URL);
            return;
          }
          storeMe(person);
          tellSessionEnded(false);
          void cache.invalidateQueries();
        }}
      />
    </Modal>
  );
}
