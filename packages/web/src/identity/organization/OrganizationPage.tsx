import { Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { meQuery, useMe, whyNotPermitted } from '../../app/session.tsx';
import { fieldErrors } from '../../ui/field-errors.ts';
import { createFormats } from '../../ui/formats.ts';
import { Overtaken } from '../../ui/Overtaken.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { Section } from '../../ui/Section.tsx';
import { ErrorState, SkeletonRows } from '../../ui/States.tsx';
import { useBase } from '../../ui/use-base.ts';
import { CURRENCIES, LOCALES, nameOfCurrency, nameOfLocale, TIME_ZONES } from './choices.ts';
import classes from './Organization.module.css';
import { type Organization, organizationQuery } from './queries.ts';

/** How the organization is called, and how it writes money, days and hours. */
export function OrganizationPage() {
  const organization = useQuery(organizationQuery);
  if (organization.isPending) return <SkeletonRows count={6} />;
  if (organization.isLoadingError)
    return <ErrorState error={organization.error} onRetry={() => void organization.refetch()} />;
  return (
    <>
      <PageHead title="Organization" note="What holds for everybody in it." />
      <OrganizationForm organization={organization.data} />
    </>
  );
}

const NAMES = ['name', 'currency', 'locale', 'time_zone'] as const;

function OrganizationForm({ organization }: { organization: Organization }) {
  const me = useMe();
  const cache = useQueryClient();
  const [fields, setFields] = useState(() => fieldsOf(organization));
  const { base, isOvertaken, take } = useBase({
    fresh: organization,
    isUntouched: (before) => NAMES.every((name) => fields[name] === before[name]),
    fill: (found) => setFields(fieldsOf(found)),
  });
  const change = (values: Partial<typeof fields>) => setFields((before) => ({ ...before, ...values }));
  const save = useMutation({
    mutationFn: () =>
      unwrap(client.PATCH('/api/v1/organization', { body: { version: base.version, ...fields } })),
    // Who is refused since somebody was faster is shown what they saved.
    onError: () => void cache.invalidateQueries({ queryKey: organizationQuery.queryKey }),
    onSuccess: (saved) => {
      take(saved);
      cache.setQueryData(organizationQuery.queryKey, saved);
      void cache.invalidateQueries({ queryKey: meQuery.queryKey });
      notifications.show({ title: 'Saved', message: 'Everybody sees it from their next click.' });
    },
  });
  const { fields: errors, rest } = fieldErrors(save.error, NAMES);
  const barred = whyNotPermitted(me, 'identity.organization');
  const isSame = NAMES.every((name) => fields[name] === base[name]);
  const reason =
    barred ??
    (fields.name.trim() === ''
      ? 'The organization needs a name.'
      : isSame
        ? 'Nothing is changed yet.'
        : null);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (reason === null) save.mutate();
      }}
    >
      <Section title="Name">
        <div className={classes.fields}>
          <TextInput
            label="Name"
            autoComplete="organization"
            disabled={barred !== null}
            value={fields.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={errors.name}
          />
        </div>
      </Section>
      <Section
        title="Money and days"
        note="The currency names your amounts; it converts none. The time zone decides when a day ends."
      >
        <div className={classes.fields}>
          <Select
            label="Currency"
            size="sm"
            searchable
            allowDeselect={false}
            disabled={barred !== null}
            data={CURRENCIES.map((value) => ({ value, label: nameOfCurrency(value) }))}
            value={fields.currency}
            onChange={(value) => change({ currency: value ?? fields.currency })}
            error={errors.currency}
          />
          <Select
            label="Language of figures and days"
            size="sm"
            searchable
            allowDeselect={false}
            disabled={barred !== null}
            data={[...new Set([...LOCALES, fields.locale])].map((value) => ({
              value,
              label: nameOfLocale(value),
            }))}
            value={fields.locale}
            onChange={(value) => change({ locale: value ?? fields.locale })}
            error={errors.locale}
          />
          <Select
            label="Time zone"
            size="sm"
            searchable
            allowDeselect={false}
            disabled={barred !== null}
            data={[...new Set([...TIME_ZONES, fields.time_zone])]}
            value={fields.time_zone}
            onChange={(value) => change({ time_zone: value ?? fields.time_zone })}
            error={errors.time_zone}
          />
          <Sample {...fields} />
          {isOvertaken ? (
            <Overtaken
              onShow={() => {
                save.reset();
                take(organization);
              }}
            />
          ) : rest === null ? null : (
            <p className="loss" role="alert">
              {rest}
            </p>
          )}
          <div>
            <ReasonedButton reason={reason} loading={save.isPending} onClick={() => save.mutate()}>
              Save
            </ReasonedButton>
          </div>
        </div>
      </Section>
    </form>
  );
}

function fieldsOf({ name, currency, locale, time_zone }: Organization) {
  return { name, currency, locale, time_zone };
}

/** How things will be written, before it is saved. */
function Sample(choice: { currency: string; locale: string; time_zone: string }) {
  const formats = createFormats({
    locale: choice.locale,
    currency: choice.currency,
    timeZone: choice.time_zone,
    clockDay: '2027-03-09',
    planningDay: '2027-03-09',
  });
  return (
    <p className="muted small" role="status">
      {formats.money(1234.5, 2)} · {formats.quantity(12345)} units · {formats.dayWithYear('2027-03-09')} · now{' '}
      {formats.instant(new Date().toISOString())}
    </p>
  );
}
