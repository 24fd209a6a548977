import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { fieldErrors } from '../../ui/field-errors.ts';
import classes from './Members.module.css';
import type { Rights } from './queries.ts';
import { RightsFields } from './RightsFields.tsx';

const NAMES = ['email', 'name', 'role', 'store_ids', 'supplier_ids', 'approval_limit'] as const;

/** Asks somebody in; the link that lets them in is shown here, for those without e-mail. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const cache = useQueryClient();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [rights, setRights] = useState<Rights>({
    role: '',
    store_ids: [],
    supplier_ids: [],
    approval_limit: null,
  });
  const [isChecked, setChecked] = useState(false);
  const invite = useMutation({
    mutationFn: () =>
      unwrap(
        client.POST('/api/v1/invitations', {
          body: { email: email.trim(), ...(name.trim() === '' ? {} : { name: name.trim() }), ...rights },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['members'] }),
  });
  const { fields, rest } = fieldErrors(invite.error, NAMES);
  const problems = {
    email: email.includes('@') ? undefined : 'An e-mail address, such as ana@example.com',
    role: rights.role === '' ? 'What this person may do' : undefined,
  };
  const send = () => {
    setChecked(true);
    if (problems.email === undefined && problems.role === undefined) invite.mutate();
  };

  if (invite.data !== undefined) {
    return (
      <Dialog onClose={onClose} title={`${invite.data.email} is invited`} size={520}>
        <div className={classes.stack}>
          {invite.data.link === null ? (
            <p>An e-mail with the link is on its way.</p>
          ) : (
            <>
              <p>No e-mail was sent: this installation has no mail server. Hand this link over yourself:</p>
              <CopyText label="Link of the invitation" text={invite.data.link} isFirst />
            </>
          )}
          <p className="muted small">
            The link opens once{invite.data.link === null ? '' : ', and is shown only now'}. Whoever opens it
            chooses a name and a password.
          </p>
          <div className={classes.end}>
            <Button onClick={onClose} data-autofocus={invite.data.link === null || undefined}>
              Done
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog onClose={onClose} title="Invite someone" size={440}>
      <form
        className={classes.stack}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextInput
          label="E-mail"
          type="email"
          data-autofocus
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fields.email ?? (isChecked ? problems.email : undefined)}
        />
        <TextInput
          label="Name (optional)"
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fields.name}
        />
        <RightsFields
          rights={rights}
          onChange={setRights}
          errors={{ ...fields, role: fields.role ?? (isChecked ? problems.role : undefined) }}
        />
        {rest === null ? null : (
          <p className="loss" role="alert">
            {rest}
          </p>
        )}
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={invite.isPending}>
            Invite
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
