import type { Tx } from '../../platform/database/index.ts';
import { invalid } from '../../platform/http/errors.ts';
import { type Rights, rightsFrom } from '../roles/rights.ts';
import { type PersonValues, rightsAsStored, unknownLocations } from './queries.ts';

/**
 * The rights that these values give.
 *
 * @throws {AppError} 422 with a detail for each value that does not fit the role
 */
export async function rightsOfPlacement(
  tx: Tx,
  values: PersonValues,
  known: readonly string[],
): Promise<Rights> {
  const stored = values.role === 'operator' ? undefined : await rightsAsStored(tx, values);
  if (stored === undefined) {
    throw invalid('role_not_assignable', `There is no role ${values.role} that a person can have.`, {
      details: [{ field: 'role', message: 'no such role' }],
    });
  }
  const details = [
    ...misfit('store_ids', 'locations', stored.is_limited_to_locations, values.store_ids),
    ...misfit('supplier_ids', 'suppliers', stored.is_limited_to_suppliers, values.supplier_ids),
    ...(await unknownLocations(tx, values.store_ids)).map((id) => ({
      field: 'store_ids',
      message: `there is no location ${id}`,
      store_id: id,
    })),
  ];
  if (details.length > 0) {
    throw invalid(
      'placement_not_valid',
      `This does not fit the role ${values.role}: ${details.map(({ message }) => message).join('; ')}.`,
      { details },
    );
  }
  return rightsFrom(stored, known);
}

function misfit(field: string, name: string, isLimited: boolean, ids: readonly string[]) {
  if (isLimited && ids.length === 0) return [{ field, message: `the role needs ${name}` }];
  if (!isLimited && ids.length > 0) return [{ field, message: `the role is not limited to ${name}` }];
  return [];
}
