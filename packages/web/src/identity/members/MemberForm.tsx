import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, client, unwrap } from '../../app/api.ts';
import { fieldErrors } from '../../ui/field-errors.ts';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import classes from './Members.module.css';
import { type Member, memberQuery, type Rights } from './queries.ts';
import { RightsFields } from './RightsFields.tsx';

const NAMES = ['name', 'email', 'role', 'store_ids', 'supplier_ids', 'approval_limit'] as const;

/** Changes a member; a version says what was seen, so that two who change at once do not overwrite each other. */
export function MemberForm({ member, barred }: { member: Member; barred: string | null }) {
  const cache = useQueryClient();
  const [name, setName] = useState(member.name);
  const [email, setEmail] = useState(member.email ?? '');
  const [rights, setRights] = useState<Rights>({
    role: member.role,
    store_ids: member.store_ids,
    supplier_ids: member.supplier_ids,
    approval_limit: member.approval_limit,
  });
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        client.PATCH('/api/v1/users/{user_id}', {
          params: { path: { user_id: member.user_id } },
          body: {
            version: member.version,
            name: name.trim(),
            ...(email.trim() === (member.email ?? '') ? {} : { email: email.trim() }),
            ...rights,
          },
        }),
      ),
    onSuccess: (saved) => {
      cache.setQueryData(memberQuery(member.user_id).queryKey, saved);
      void cache.invalidateQueries({ queryKey: ['members'] });
      notifications.show({ title: 'Saved', message: `It holds from ${saved.name}'s next click.` });
    },
  });
  const { fields, rest } = fieldErrors(save.error, NAMES);
  const isStale = save.error instanceof ApiError && save.error.status === 409;
  const isSame =
    name.trim() === member.name &&
    email.trim() === (member.email ?? '') &&
    JSON.stringify(rights) ===
      JSON.stringify({
        role: member.role,
        store_ids: member.store_ids,
        supplier_ids: member.supplier_ids,
        approval_limit: member.approval_limit,
      });
  const reason = barred ?? (isSame ? 'Nothing is changed yet.' : null);
  return (
    <form
      className={classes.fields}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (reason === null) save.mutate();
      }}
    >
      <TextInput
        label="Name"
        autoComplete="off"
        disabled={barred !== null}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={name.trim() === '' ? 'The name, as colleagues know it' : fields.name}
      />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="off"
        disabled={barred !== null}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fields.email}
      />
      <RightsFields rights={rights} onChange={setRights} errors={fields} disabled={barred !== null} />
      {rest === null ? null : (
        <p className="loss" role="alert">
          {rest}{' '}
          {isStale ? (
            <button
              type="button"
              className="linklike"
              onClick={() => void cache.invalidateQueries({ queryKey: ['members', 'one', member.user_id] })}
            >
              Show it as it is now
            </button>
          ) : null}
        </p>
      )}
      <div>
        <ReasonedButton
          reason={reason}
          loading={save.isPending}
          onClick={() => (name.trim() === '' ? undefined : save.mutate())}
        >
          Save
        </ReasonedButton>
      </div>
    </form>
  );
}
