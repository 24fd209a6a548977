import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { useMe } from '../../app/session.tsx';
import { CopyText } from '../../ui/CopyText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { fieldErrors } from '../../ui/field-errors.ts';
import { ErrorState, SkeletonRows } from '../../ui/States.tsx';
import { PermissionChooser } from '../permissions/PermissionChooser.tsx';
import { type Permission, permissionsQuery } from '../permissions/queries.ts';
import { type MachineToken, tokensQuery } from './queries.ts';
import classes from './Tokens.module.css';

const LIVES = [
  { value: '7', label: 'a week' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
];
const NAMES = ['name', 'permissions', 'expires_in_days'] as const;

/** Makes a token for one program; its secret is shown once, right after. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const cache = useQueryClient();
  const maySeeAll = me.permissions.includes('identity.read');
  const permissions = useQuery({ ...permissionsQuery, enabled: maySeeAll });
  // Who may not see the list of permissions still knows their own, by name.
  const offered = maySeeAll ? permissions.data?.data : me.permissions.map(withoutSentence);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [days, setDays] = useState('90');
  const [isChecked, setChecked] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      unwrap(
        client.POST('/api/v1/tokens', {
          body: { name: name.trim(), permissions: scopes, expires_in_days: Number(days) },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  const { fields, rest } = fieldErrors(make.error, NAMES);
  const problems = {
    name: name.trim() === '' ? 'What it is for, such as "Till of Lyon 3"' : undefined,
    scopes: scopes.length === 0 ? 'Choose at least one thing it may do.' : undefined,
  };
  if (make.data !== undefined) return <Made token={make.data} secret={make.data.token} onClose={onClose} />;
  return (
    <Dialog onClose={onClose} title="New token" size={560}>
      <form
        className={classes.stack}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (problems.name === undefined && problems.scopes === undefined) make.mutate();
        }}
      >
        <div className={classes.row}>
          <TextInput
            label="For"
            placeholder="Till of Lyon 3"
            data-autofocus
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fields.name ?? (isChecked ? problems.name : undefined)}
          />
          <Select
            label="Ends in"
            size="sm"
            allowDeselect={false}
            data={LIVES}
            value={days}
            onChange={(value) => setDays(value ?? days)}
            error={fields.expires_in_days}
          />
        </div>
        <div>
          <h3>It may</h3>
          <p className="muted small">Only what it needs; never more than you may yourself.</p>
        </div>
        {permissions.isError ? (
          <ErrorState error={permissions.error} onRetry={() => void permissions.refetch()} />
        ) : offered === undefined ? (
          <SkeletonRows count={6} />
        ) : (
          <div className={classes.scopes}>
            <PermissionChooser
              permissions={offered}
              granted={scopes}
              whyNot={({ permission }) =>
                me.permissions.includes(permission) ? null : 'You may not do this, so no token of yours may.'
              }
              onChange={setScopes}
            />
          </div>
        )}
        {(fields.permissions ?? (isChecked ? problems.scopes : undefined) ?? rest) ? (
          <p className="loss" role="alert">
            {fields.permissions ?? (isChecked ? problems.scopes : undefined) ?? rest}
          </p>
        ) : null}
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={make.isPending}>
            Make the token
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function withoutSentence(permission: string): Permission {
  return {
    permission,
    sentence: '',
    is_owners_alone: false,
    for_locations: false,
    for_suppliers: false,
    built_in_roles: [],
    routes: [],
  };
}

function Made(props: {
  token: Pick<MachineToken, 'name' | 'expires_at'>;
  secret: string;
  onClose: () => void;
}) {
  const formats = useFormats();
  const { token, secret } = props;
  const address = `${window.location.origin}/api/v1/me`;
  return (
    <Dialog
      onClose={props.onClose}
      closeOnClickOutside={false}
      title={`The token ${token.name} is made`}
      size={560}
    >
      <div className={classes.stack}>
        <p>
          <strong>Copy it now.</strong> It is shown only this once, and ends{' '}
          {formats.dayWithYear(token.expires_at)}.
        </p>
        <CopyText label="The token" text={secret} isFirst />
        <div>
          <p className="muted small">To try it:</p>
          <CopyText label="As curl" text={`curl -H "Authorization: Bearer ${secret}" ${address}`} />
        </div>
        <div className={classes.end}>
          <Button onClick={props.onClose}>I have copied it</Button>
        </div>
      </div>
    </Dialog>
  );
}
