import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { conflict, stale } from '../../platform/http/errors.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { recordAudit } from '../audit/record.ts';
import { hasMoney, readOrganization, updateOrganization } from '../queries.ts';
import {
  type OrganizationChange,
  type OrganizationRow,
  organizationBody,
  organizationReply,
} from './schema.ts';

const tag = 'organization';

export interface OrganizationRoutes {
  database: Database;
  /** The nightly run starts by the organization's clock. */
  onTimeZone(orgId: string, timeZone: string): Promise<void>;
}

export function organizationRoutes({ database, onTimeZone }: OrganizationRoutes): Route[] {
  return [
    route({
      method: 'GET',
      path: '/organization',
      permission: 'signed-in',
      summary: 'Name, currency, locale and time zone of the organization',
      tag,
      reply: { 200: organizationReply },
      example: {},
      handle: ({ caller }) =>
        withOrganization(database, caller.orgId, (tx) => readOrganization(tx), { readOnly: true }),
    }),
    route({
      method: 'PATCH',
      path: '/organization',
      permission: 'identity.organization',
      summary: 'Change name, currency, locale or time zone of the organization',
      tag,
      body: organizationBody,
      errors: ['organization_stale_version', 'currency_in_use'],
      reply: { 200: organizationReply },
      example: { body: { name: 'Greenleaf', version: 1 } },
      handle: async ({ caller, body, correlationId }) => {
        const { before, after } = await withOrganization(database, caller.orgId, async (tx) => {
          const changed = await change(tx, body);
          await recordAudit(tx, { userId: caller.userId, name: caller.name, correlationId }, [
            {
              verb: 'changed',
              entity: 'organization',
              entityId: caller.orgId,
              before: factsOf(changed.before),
              after: factsOf(changed.after),
            },
          ]);
          return changed;
        });
        if (before.time_zone !== after.time_zone) await onTimeZone(caller.orgId, after.time_zone);
        return after;
      },
    }),
  ];
}

async function change(tx: Tx, { version, ...change }: OrganizationChange) {
  const before = await readOrganization(tx, 'lock');
  if (before.version !== version) {
    throw stale(
      'organization_stale_version',
      `The organization has changed since you loaded it (you saw version ${version}, it is at ${before.version}). Look again before you change it.`,
      {
        details: [{ field: 'version', message: `is ${before.version} now`, current_version: before.version }],
      },
    );
  }
  const isOtherMoney = change.currency !== undefined && change.currency !== before.currency;
  if (isOtherMoney && (await hasMoney(tx))) {
    throw conflict(
      'currency_in_use',
      `There are prices, sales, stock or purchases in ${before.currency}; they would not be converted. Make another organization for ${change.currency}.`,
      { details: [{ field: 'currency', message: `${before.currency} is in use` }] },
    );
  }
  return { before, after: await updateOrganization(tx, change) };
}

const factsOf = ({ name, currency, locale, time_zone }: OrganizationRow) => ({
  title: name,
  currency,
  locale,
  time_zone,
});
