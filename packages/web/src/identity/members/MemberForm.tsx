import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { fieldErrors } from '../../ui/field-errors.ts';
import { Overtaken } from '../../ui/Overtaken.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { useBase } from '../../ui/use-base.ts';
import classes from './Members.module.css';
import { type Member, memberQuery, type Rights } from './queries.ts';
import { RightsFields } from './RightsFields.tsx';

const NAMES = ['name', 'email', 'role', 'store_ids', 'supplier_ids', 'approval_limit'] as const;

/** Changes a member; a version says what was seen, so that two who change at once do not overwrite each other. */
export function MemberForm({ member, barred }: { member: Member; barred: string | null }) {
  const cache = useQueryClient();
  const [name, setName] = useState(member.name);
  const [email, setEmail] = useState(member.email ?? '');
  const [rights, setRights] = useState<Rights>(() => rightsOf(member));
  const isAs = (one: Member) =>
    name.trim() === one.name &&
    email.trim() === (one.email ?? '') &&
    JSON.stringify(rights) === JSON.stringify(rightsOf(one));
  const { base, isOvertaken, take } = useBase({
    fresh: member,
    isUntouched: isAs,
    fill: (found) => {
      setName(found.name);
      setEmail(found.email ?? '');
      setRights(rightsOf(found));
    },
  });
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        client.PATCH('/api/v1/users/{user_id}', {
          params: { path: { user_id: member.user_id } },
          body: {
            version: base.version,
            name: name.trim(),
            ...(email.trim() === (base.email ?? '') ? {} : { email: email.trim() }),
            ...rights,
          },
        }),
      ),
    // Who is refused since somebody was faster is shown what they saved.
    onError: () => void cache.invalidateQueries({ queryKey: memberQuery(member.user_id).queryKey }),
    onSuccess: (saved) => {
      take(saved);
      cache.setQueryData(memberQuery(member.user_id).queryKey, saved);
      void cache.invalidateQueries({ queryKey: ['members'] });
      notifications.show({ title: 'Saved', message: `It holds from ${saved.name}'s next click.` });
    },
  });
  const { fields, rest } = fieldErrors(save.error, NAMES);
  const reason = barred ?? (isAs(base) ? 'Nothing is changed yet.' : null);
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
      {isOvertaken ? (
        <Overtaken
          onShow={() => {
            save.reset();
            take(member);
          }}
        />
      ) : rest === null ? null : (
        <p className="loss" role="alert">
          {rest}
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

function rightsOf({ role, store_ids, supplier_ids, approval_limit }: Member): Rights {
  return { role, store_ids, supplier_ids, approval_limit };
}
