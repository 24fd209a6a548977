import { MultiSelect, NumberInput, Select, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../app/session.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { type Rights, rolesQuery, storesQuery } from './queries.ts';
import { whyNotGiveRole } from './why-not.ts';

/** Role, the rows it reaches, and the largest decision; only what the role knows is asked. */
export function RightsFields(props: {
  rights: Rights;
  onChange: (rights: Rights) => void;
  errors?: Readonly<Partial<Record<keyof Rights, string>>>;
  disabled?: boolean;
}) {
  const { rights, onChange, errors = {}, disabled = false } = props;
  const me = useMe();
  const formats = useFormats();
  const roles = (useQuery(rolesQuery).data?.data ?? []).filter((one) => one.role_id !== 'operator');
  const stores = useQuery({ ...storesQuery, enabled: me.permissions.includes('catalog.read') }).data?.data;
  const role = roles.find(({ role_id: roleId }) => roleId === rights.role);
  return (
    <>
      <Select
        label="Role"
        size="sm"
        searchable
        allowDeselect={false}
        disabled={disabled}
        error={errors.role}
        data={roles.map((one) => ({
          value: one.role_id,
          label: one.name,
          disabled: whyNotGiveRole(me, one) !== null && one.role_id !== rights.role,
        }))}
        value={rights.role === '' ? null : rights.role}
        onChange={(code) => onChange({ ...rights, role: code ?? rights.role })}
        renderOption={({ option }) => {
          const one = roles.find(({ role_id: roleId }) => roleId === option.value);
          return (
            <span>
              {option.label}
              <span className="muted small" style={{ display: 'block' }}>
                {(one === undefined ? null : whyNotGiveRole(me, one)) ?? one?.description}
              </span>
            </span>
          );
        }}
        description={role?.description}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      {role?.is_limited_to_locations ? (
        <MultiSelect
          label="Locations"
          size="sm"
          description="Only the rows of these are seen and decided."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder={rights.store_ids.length === 0 ? 'None yet' : ''}
          searchable
          disabled={disabled}
          error={errors.store_ids}
          data={(stores ?? []).map((store) => ({ value: store.store_id, label: store.name }))}
          value={rights.store_ids}
          onChange={(ids) => onChange({ ...rights, store_ids: ids })}
        />
      ) : null}
      {role?.is_limited_to_suppliers ? (
        <TagsInput
          label="Suppliers"
          size="sm"
          description="Codes as they stand in your purchases. Only what came from these is seen."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder={rights.supplier_ids.length === 0 ? 'Code, then Enter' : ''}
          disabled={disabled}
          error={errors.supplier_ids}
          value={rights.supplier_ids}
          onChange={(ids) => onChange({ ...rights, supplier_ids: ids })}
        />
      ) : null}
      {role?.permissions.includes('actions.approve') ? (
        <NumberInput
          label={`Approves up to, ${formats.currency}`}
          description={
            role.approval_limit === null
              ? 'Money at stake in one decision. Empty: any amount.'
              : `Money at stake in one decision. Empty: the role's ${formats.money(role.approval_limit)}.`
          }
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={0}
          decimalScale={2}
          thousandSeparator=","
          disabled={disabled}
          error={errors.approval_limit}
          value={rights.approval_limit ?? ''}
          onChange={(value) => onChange({ ...rights, approval_limit: value === '' ? null : Number(value) })}
        />
      ) : null}
    </>
  );
}
