import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import classes from './Members.module.css';
import type { Member } from './queries.ts';

/** For a member who forgot the password, or lost phone and recovery codes. */
export function MemberHelp({ member, barred }: { member: Member; barred: string | null }) {
  const cache = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const path = { params: { path: { user_id: member.user_id } } };
  const tell = (error: Error) =>
    notifications.show({ color: 'red', title: 'Not done', message: error.message });
  const makeLink = useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/users/{user_id}/password-reset', path)),
    onError: tell,
  });
  const removeFactor = useMutation({
    mutationFn: () => unwrap(client.DELETE('/api/v1/users/{user_id}/second-factor', path)),
    onSettled: () => setAsking(false),
    onSuccess: () => {
      notifications.show({
        title: 'Second factor removed',
        message: `${member.name} signs in with the password alone, and can set up a new one.`,
      });
      void cache.invalidateQueries({ queryKey: ['members'] });
    },
    onError: tell,
  });
  return (
    <>
      <div className={classes.buttons}>
        <ReasonedButton
          variant="default"
          reason={barred ?? (member.email === null ? 'They have no e-mail address to sign in with.' : null)}
          loading={makeLink.isPending}
          onClick={() => makeLink.mutate()}
        >
          Link for a new password
        </ReasonedButton>
        {member.has_second_factor ? (
          <ReasonedButton variant="default" reason={barred} onClick={() => setAsking(true)}>
            Remove the second factor…
          </ReasonedButton>
        ) : null}
      </div>
      {isAsking ? (
        <Dialog onClose={() => setAsking(false)} title={`Remove the second factor of ${member.name}?`}>
          <p>
            Their password alone will sign them in, and their recovery codes stop working. Make sure that it
            is them who ask.
          </p>
          <div className={classes.end} style={{ marginTop: 16 }}>
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
              Cancel
            </Button>
            <Button color="red.9" loading={removeFactor.isPending} onClick={() => removeFactor.mutate()}>
              Remove it
            </Button>
          </div>
        </Dialog>
      ) : null}
      {makeLink.data === undefined ? null : (
        <div style={{ width: '100%' }}>
          <p className="muted small">
            Hand this link over yourself. It opens once, within 30 minutes, and is shown only now. A new
            password ends their sessions; their tokens for machines go on.
          </p>
          <CopyText label="Link for a new password" text={makeLink.data.link} />
        </div>
      )}
    </>
  );
}
