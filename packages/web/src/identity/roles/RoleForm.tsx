import type { Me } from '@granary/client';
import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { useMe } from '../../app/session.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { fieldErrors } from '../../ui/field-errors.ts';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { Section } from '../../ui/Section.tsx';
import { PermissionChooser } from '../permissions/PermissionChooser.tsx';
import type { Permission } from '../permissions/queries.ts';
import { type Role, roleQuery, rolesQuery } from './queries.ts';
import classes from './Roles.module.css';
import { whyNotChangeLimit, whyNotChangeRole, whyNotGrant } from './why-not.ts';

type RoleFields = Pick<
  Role,
  | 'role_id'
  | 'name'
  | 'permissions'
  | 'is_limited_to_locations'
  | 'is_limited_to_suppliers'
  | 'approval_limit'
>;
const NAMES = ['role_id', 'name', 'permissions', 'approval_limit'] as const;

/** What a role may do, one sentence per permission; what its editor may not grant is shown with the reason. */
export function RoleForm(props: {
  role: RoleFields;
  /** The role being changed; null for a new one. */
  existing: Role | null;
  permissions: readonly Permission[];
}) {
  const { existing } = props;
  const me = useMe();
  const formats = useFormats();
  const cache = useQueryClient();
  const goTo = useNavigate();
  const [role, setRole] = useState(() => ({
    ...props.role,
    permissions: existing === null ? grantable(me, props) : props.role.permissions,
  }));
  const [hasOwnCode, setOwnCode] = useState(existing !== null);
  const code = hasOwnCode ? role.role_id : codeFrom(role.name);
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: role.name.trim(),
        permissions: role.permissions,
        is_limited_to_locations: role.is_limited_to_locations,
        is_limited_to_suppliers: role.is_limited_to_suppliers,
        approval_limit: role.approval_limit,
      };
      return existing === null
        ? unwrap(client.POST('/api/v1/roles', { body: { role_id: code, ...body } }))
        : unwrap(
            client.PUT('/api/v1/roles/{role_id}', {
              params: { path: { role_id: existing.role_id } },
              body: { version: existing.version, ...body },
            }),
          );
    },
    onSuccess: (saved) => {
      cache.setQueryData(roleQuery(saved.role_id).queryKey, saved);
      void cache.invalidateQueries({ queryKey: rolesQuery.queryKey });
      notifications.show({ title: 'Saved', message: `${saved.name} is as shown here from now on.` });
      if (existing === null) void goTo({ to: '/roles/$roleId', params: { roleId: saved.role_id } });
    },
  });
  const { fields, rest } = fieldErrors(save.error, NAMES);
  const barred = whyNotChangeRole(me, existing);
  const limitBarred = whyNotChangeLimit(me, existing);
  const reason =
    limitBarred ??
    (role.name.trim() === ''
      ? 'Give the role a name first.'
      : role.permissions.length === 0
        ? 'A role needs at least one permission.'
        : null);
  const change = (values: Partial<RoleFields>) => setRole((before) => ({ ...before, ...values }));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (reason === null) save.mutate();
      }}
    >
      {barred !== null && existing?.is_built_in ? null : (
        <Section title="Name">
          <div className={classes.fields}>
            <TextInput
              label="Name"
              autoComplete="off"
              disabled={barred !== null}
              value={role.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
              error={fields.name}
            />
            {existing === null ? (
              <TextInput
                label="Code"
                description="For programs and files; it cannot be changed later."
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                autoComplete="off"
                value={code}
                onChange={(event) => {
                  setOwnCode(true);
                  change({ role_id: event.currentTarget.value });
                }}
                error={fields.role_id}
              />
            ) : null}
          </div>
        </Section>
      )}
      <Section
        title="Permissions"
        note={`${role.permissions.length} of ${props.permissions.length}. Nobody grants what they do not hold themselves.`}
      >
        <PermissionChooser
          permissions={props.permissions}
          granted={role.permissions}
          whyNot={(permission) => barred ?? whyNotGrant(me, permission, role)}
          onChange={(permissions) => change({ permissions })}
        />
        {fields.permissions === undefined ? null : (
          <p className="loss" role="alert">
            {fields.permissions}
          </p>
        )}
      </Section>
      <Section title="Limits" note="Which rows its members see, and up to which amount they decide.">
        <div className={classes.fields}>
          <Checkbox
            size="sm"
            label="Only the locations given to each member"
            disabled={barred !== null}
            checked={role.is_limited_to_locations}
            onChange={(event) => change({ is_limited_to_locations: event.currentTarget.checked })}
          />
          <Checkbox
            size="sm"
            label="Only the suppliers given to each member"
            disabled={barred !== null}
            checked={role.is_limited_to_suppliers}
            onChange={(event) => change({ is_limited_to_suppliers: event.currentTarget.checked })}
          />
          <NumberInput
            label={`Approves up to, ${formats.currency}`}
            description="Money at stake in one decision. Empty: any amount. A member can have a limit of their own."
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={0}
            decimalScale={2}
            thousandSeparator=","
            disabled={limitBarred !== null}
            value={role.approval_limit ?? ''}
            onChange={(value) => change({ approval_limit: value === '' ? null : Number(value) })}
            error={fields.approval_limit}
          />
        </div>
      </Section>
      {existing?.is_built_in && limitBarred !== null ? null : (
        <div className={classes.save}>
          {rest === null ? null : (
            <p className="loss" role="alert">
              {rest}
            </p>
          )}
          <ReasonedButton reason={reason} loading={save.isPending} onClick={() => save.mutate()}>
            {existing === null ? 'Make this role' : 'Save'}
          </ReasonedButton>
        </div>
      )}
    </form>
  );
}

/** Of the copied permissions those that may be granted on. */
function grantable(
  me: Me,
  { role, permissions }: { role: RoleFields; permissions: readonly Permission[] },
): string[] {
  return permissions
    .filter((one) => role.permissions.includes(one.permission) && whyNotGrant(me, one, role) === null)
    .map((one) => one.permission);
}

/** A code as programs like it, from the name: "Night shift" becomes night_shift. */
function codeFrom(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .replace(/_+$/, '')
    .slice(0, 50);
}
