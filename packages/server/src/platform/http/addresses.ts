import type { Route } from './route.ts';

export const apiPrefix = '/api/v1';

/**
 * Every address of a route, the canonical one first. The families of the
 * requirements' seeds reach the same handlers: at the root, and below `/api`.
 */
export function addressesOf(route: Pick<Route, 'path' | 'aliases' | 'rootAlias' | 'apiAlias'>): string[] {
  const paths = [route.path, ...(route.aliases ?? [])];
  return [
    ...paths.map((path) => apiPrefix + path),
    ...(route.rootAlias === true ? paths : []),
    ...(route.apiAlias === true ? paths.map((path) => `/api${path}`) : []),
  ];
}
