import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { useMe, whyNotPermitted } from '../../app/session.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { saveText } from '../../ui/save-text.ts';
import classes from './Members.module.css';
import type { Member } from './queries.ts';
import { whyNotToOneself } from './why-not.ts';

/** Takes out what is kept of a person, or erases it; the erasure is final, so it is spelled out and typed. */
export function MemberErasure({ member, barred }: { member: Member; barred: string | null }) {
  const me = useMe();
  const reason = whyNotPermitted(me, 'identity.personal_data');
  const [isAsking, setAsking] = useState(false);
  const take = useMutation({
    mutationFn: () =>
      unwrap(
        client.GET('/api/v1/users/{user_id}/personal-data', {
          params: { path: { user_id: member.user_id } },
        }),
      ),
    onSuccess: (data) =>
      saveText(`granary-personal-data-${member.user_id}.json`, JSON.stringify(data, null, 2), {
        type: 'application/json',
      }),
  });
  return (
    <div className={classes.state}>
      <div className={classes.buttons}>
        <ReasonedButton
          variant="default"
          reason={reason}
          loading={take.isPending}
          onClick={() => take.mutate()}
        >
          Download their data
        </ReasonedButton>
        <ReasonedButton
          variant="default"
          reason={reason ?? barred ?? whyNotToOneself(me, member, 'erase')}
          onClick={() => setAsking(true)}
        >
          Erase their personal data…
        </ReasonedButton>
      </div>
      {take.isError ? (
        <p className="loss" role="alert">
          {take.error.message}
        </p>
      ) : null}
      {isAsking ? <EraseDialog member={member} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function EraseDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const cache = useQueryClient();
  const [typed, setTyped] = useState('');
  const erase = useMutation({
    mutationFn: () =>
      unwrap(
        client.POST('/api/v1/users/{user_id}/erasure', { params: { path: { user_id: member.user_id } } }),
      ),
    onSuccess: () => {
      onClose();
      void cache.invalidateQueries({ queryKey: ['members'] });
    },
  });
  return (
    <Dialog onClose={onClose} title={`Erase the personal data of ${member.name}`} size={520}>
      <div className={classes.stack}>
        <p>What will happen:</p>
        <ul className={classes.consequences}>
          <li>Name, e-mail address, password, second factor and sessions are removed for good.</li>
          <li>
            Everywhere else, also in the audit, a pseudonym such as “Erased person 3f9c” stands instead.
          </li>
          <li>What they decided stays: the decisions are the organization's, and the audit stays whole.</li>
          <li>They cannot sign in again, and nobody can undo this.</li>
        </ul>
        <TextInput
          label={`Type the name to confirm: ${member.name}`}
          autoComplete="off"
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {erase.isError ? (
          <p className="loss" role="alert">
            {erase.error.message}
          </p>
        ) : null}
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button
            color="red.9"
            disabled={typed.trim() !== member.name}
            loading={erase.isPending}
            onClick={() => erase.mutate()}
          >
            Erase for good
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
