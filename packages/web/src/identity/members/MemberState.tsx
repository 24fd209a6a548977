import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { useMe } from '../../app/session.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { MemberHelp } from './MemberHelp.tsx';
import classes from './Members.module.css';
import type { Member } from './queries.ts';
import { whyNotOwnAccount, whyNotToOneself } from './why-not.ts';

const PATHS = {
  deactivate: '/api/v1/users/{user_id}/deactivate',
  reactivate: '/api/v1/users/{user_id}/reactivate',
  unlock: '/api/v1/users/{user_id}/unlock',
} as const;

/** Lets a member in or keeps them out, and lifts the wait after wrong passwords. */
export function MemberState({ member, barred }: { member: Member; barred: string | null }) {
  const me = useMe();
  const cache = useQueryClient();
  const formats = useFormats();
  const [isAsking, setAsking] = useState(false);
  const delayedUntil = member.is_active ? member.sign_in_delayed_until : null;
  const change = useMutation({
    mutationFn: (what: keyof typeof PATHS) =>
      unwrap(client.POST(PATHS[what], { params: { path: { user_id: member.user_id } } })),
    onSuccess: (_reply, what) => {
      setAsking(false);
      if (what === 'unlock')
        notifications.show({ title: 'Unlocked', message: `${member.name} can sign in at once.` });
      void cache.invalidateQueries({ queryKey: ['members'] });
    },
    onError: (error) => notifications.show({ color: 'red', title: 'Not changed', message: error.message }),
  });
  return (
    <div className={classes.state}>
      <p>
        {member.is_active ? <span className="gain">✓ May sign in.</span> : 'Deactivated: may not sign in.'}{' '}
        {member.has_password ? null : <span className="muted">Has no password yet.</span>}{' '}
        {member.last_seen_at === null
          ? 'Not seen lately.'
          : `Last seen ${formats.instant(member.last_seen_at)}.`}{' '}
        {member.has_second_factor ? 'Signs in with a second factor.' : 'Has no second factor.'}
      </p>
      {delayedUntil === null ? null : (
        <p className="loss">
          After failed attempts, perhaps a stranger's, somebody has to wait at their sign-in until{' '}
          {formats.instant(delayedUntil)}. Unlocking lets everybody try at once.
        </p>
      )}
      <div className={classes.buttons}>
        {member.is_active ? (
          <>
            <ReasonedButton
              variant="default"
              reason={barred ?? whyNotToOneself(me, member, 'deactivate')}
              onClick={() => setAsking(true)}
            >
              Deactivate…
            </ReasonedButton>
            {delayedUntil === null ? null : (
              <ReasonedButton
                variant="default"
                reason={barred}
                loading={change.isPending && change.variables === 'unlock'}
                onClick={() => change.mutate('unlock')}
              >
                Unlock
              </ReasonedButton>
            )}
          </>
        ) : (
          <ReasonedButton
            reason={barred}
            loading={change.isPending}
            onClick={() => change.mutate('reactivate')}
          >
            Reactivate
          </ReasonedButton>
        )}
      </div>
      <MemberHelp member={member} barred={barred ?? whyNotOwnAccount(me, member)} />
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={`Deactivate ${member.name}?`}>
        <p>
          Their sessions and tokens end at once, and they cannot sign in. What they did stays under their
          name. You can reactivate them at any time.
        </p>
        <div className={classes.end} style={{ marginTop: 16 }}>
          <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
            Cancel
          </Button>
          <Button color="red.9" loading={change.isPending} onClick={() => change.mutate('deactivate')}>
            Deactivate
          </Button>
        </div>
      </Modal>
    </div>
  );
}
