import { Checkbox, Tooltip } from '@mantine/core';
import classes from './Permissions.module.css';
import { groupPermissions } from './permission-groups.ts';
import type { Permission } from './queries.ts';

/** Permissions as sentences, grouped by what they are about; one that cannot be granted says why. */
export function PermissionChooser(props: {
  permissions: readonly Permission[];
  granted: readonly string[];
  whyNot: (permission: Permission) => string | null;
  onChange: (granted: string[]) => void;
}) {
  const { granted, onChange } = props;
  const toggle = (name: string) =>
    onChange(granted.includes(name) ? granted.filter((one) => one !== name) : [...granted, name]);
  return (
    <>
      {groupPermissions(props.permissions).map((group) => (
        <fieldset key={group.capability} className={classes.group}>
          <legend>{group.title}</legend>
          {group.permissions.map((permission) => (
            <PermissionBox
              key={permission.permission}
              permission={permission}
              isGranted={granted.includes(permission.permission)}
              reason={props.whyNot(permission)}
              onToggle={() => toggle(permission.permission)}
            />
          ))}
        </fieldset>
      ))}
    </>
  );
}

function PermissionBox(props: {
  permission: Permission;
  isGranted: boolean;
  reason: string | null;
  onToggle: () => void;
}) {
  const { permission, isGranted, reason } = props;
  return (
    <Tooltip label={reason} disabled={reason === null} position="bottom-start">
      <div className={classes.permission} data-refused={reason !== null || undefined}>
        <Checkbox
          size="sm"
          // Not `disabled`: the keyboard must reach the reason.
          aria-disabled={reason !== null}
          aria-description={reason ?? undefined}
          checked={isGranted}
          onChange={() => (reason === null ? props.onToggle() : undefined)}
          label={
            <>
              {permission.sentence} <span className="code">{permission.permission}</span>
            </>
          }
        />
      </div>
    </Tooltip>
  );
}
