import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  Link,
  lazyRouteComponent,
  Outlet,
  redirect,
  useRouter,
} from '@tanstack/react-router';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { AdministrationFrame } from './AdministrationFrame.tsx';
import { ApiError, silence } from './api.ts';
import { useTrouble } from './connection.ts';
import { firstPlace } from './places.ts';
import { useReturn } from './ServerAway.tsx';
import { Shell } from './Shell.tsx';
import { keep, parseSearch, stringifySearch } from './search.ts';
import { meQuery } from './session.tsx';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Name of the page in the browser's tab. */
    title?: string;
    /** What one must be allowed to do to see the page. */
    permission?: string;
  }
}

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet });

const link = createRoute({
  getParentRoute: () => root,
  path: '/link',
  component: lazyRouteComponent(() => import('../identity/door/LinkPage.tsx'), 'LinkPage'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: keep('next'),
  component: lazyRouteComponent(() => import('../identity/door/SignInPage.tsx'), 'SignInPage'),
});

const forgotten = createRoute({
  getParentRoute: () => root,
  path: '/forgotten',
  component: lazyRouteComponent(() => import('../identity/door/ForgottenPage.tsx'), 'ForgottenPage'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('../identity/door/ResetPage.tsx'), 'ResetPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../identity/door/InvitationPage.tsx'), 'InvitationPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(meQuery);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        throw redirect({
          to: '/sign-in',
          search: location.pathname === '/' ? {} : { next: location.publicHref },
        });
      }
      throw error;
    }
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async ({ context }) => {
    throw redirect({ to: firstPlace(await context.client.ensureQueryData(meQuery)) });
  },
});

const decisions = createRoute({
  getParentRoute: () => signedIn,
  path: '/decisions',
  staticData: { title: 'Decisions', permission: 'actions.read' },
  validateSearch: keep('status', 'type', 'store', 'category', 'batch', 'sort', 'action'),
  component: lazyRouteComponent(() => import('../actions/DecisionsPage.tsx'), 'DecisionsPage'),
});

const risk = createRoute({
  getParentRoute: () => signedIn,
  path: '/risk',
  staticData: { title: 'At risk', permission: 'expiry.read' },
  validateSearch: keep('store', 'category', 'score', 'days', 'sort'),
  component: lazyRouteComponent(() => import('../expiry/BatchRisksPage.tsx'), 'BatchRisksPage'),
});

const items = createRoute({
  getParentRoute: () => signedIn,
  path: '/items',
  staticData: { title: 'Items', permission: 'catalog.read' },
  validateSearch: keep('q', 'category'),
  component: lazyRouteComponent(() => import('../demand/ItemsPage.tsx'), 'ItemsPage'),
});

const itemAtPlace = createRoute({
  getParentRoute: () => signedIn,
  path: '/items/$storeId/$skuId',
  staticData: { title: 'Item', permission: 'demand.read' },
  component: lazyRouteComponent(() => import('../demand/ItemAtPlacePage.tsx'), 'ItemAtPlacePage'),
});

const forecasts = createRoute({
  getParentRoute: () => signedIn,
  path: '/forecasts',
  staticData: { title: 'Forecasts', permission: 'demand.read' },
  validateSearch: keep('item', 'store', 'frequency', 'horizon', 'method', 'forecast'),
  component: lazyRouteComponent(() => import('../demand/ForecastsPage.tsx'), 'ForecastsPage'),
});

const imports = createRoute({
  getParentRoute: () => signedIn,
  path: '/import',
  staticData: { title: 'Import', permission: 'ingest.read' },
  validateSearch: keep('upload'),
  component: lazyRouteComponent(() => import('../ingest/ImportPage.tsx'), 'ImportPage'),
});

const receipts = createRoute({
  getParentRoute: () => signedIn,
  path: '/receipts',
  staticData: { title: 'Receipts', permission: 'stock.receipts' },
  validateSearch: keep('from', 'to', 'sort'),
  component: lazyRouteComponent(() => import('../stock/ReceiptsPage.tsx'), 'ReceiptsPage'),
});

const kpis = createRoute({
  getParentRoute: () => signedIn,
  path: '/kpis',
  staticData: { title: 'Results', permission: 'analytics.read' },
  validateSearch: keep('from', 'to', 'store', 'granularity'),
  component: lazyRouteComponent(() => import('../analytics/ResultsPage.tsx'), 'ResultsPage'),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  staticData: { title: 'Account' },
  component: lazyRouteComponent(() => import('../identity/account/AccountPage.tsx'), 'AccountPage'),
});

const administration = createRoute({
  getParentRoute: () => signedIn,
  id: 'administration',
  component: AdministrationFrame,
});

const members = createRoute({
  getParentRoute: () => administration,
  path: '/members',
  staticData: { title: 'Members', permission: 'identity.read' },
  validateSearch: keep('q', 'role', 'state'),
  component: lazyRouteComponent(() => import('../identity/members/MembersPage.tsx'), 'MembersPage'),
});

const member = createRoute({
  getParentRoute: () => administration,
  path: '/members/$userId',
  staticData: { title: 'Member', permission: 'identity.read' },
  component: lazyRouteComponent(() => import('../identity/members/MemberPage.tsx'), 'MemberPage'),
});

const roles = createRoute({
  getParentRoute: () => administration,
  path: '/roles',
  staticData: { title: 'Roles', permission: 'identity.read' },
  component: lazyRouteComponent(() => import('../identity/roles/RolesPage.tsx'), 'RolesPage'),
});

const role = createRoute({
  getParentRoute: () => administration,
  path: '/roles/$roleId',
  staticData: { title: 'Role', permission: 'identity.read' },
  validateSearch: keep('from'),
  component: lazyRouteComponent(() => import('../identity/roles/RolePage.tsx'), 'RolePage'),
});

const tokens = createRoute({
  getParentRoute: () => administration,
  path: '/tokens',
  staticData: { title: 'Tokens' },
  component: lazyRouteComponent(() => import('../identity/tokens/TokensPage.tsx'), 'TokensPage'),
});

const audit = createRoute({
  getParentRoute: () => administration,
  path: '/audit',
  staticData: { title: 'Audit', permission: 'audit.read' },
  validateSearch: keep(
    'text',
    'actor',
    'entity',
    'entity_id',
    'verb',
    'from',
    'to',
    'correlation_id',
    'entry',
  ),
  component: lazyRouteComponent(() => import('../identity/audit/AuditPage.tsx'), 'AuditPage'),
});

const security = createRoute({
  getParentRoute: () => administration,
  path: '/security',
  staticData: { title: 'Security', permission: 'audit.read' },
  validateSearch: keep('kind', 'user', 'from', 'to'),
  component: lazyRouteComponent(() => import('../identity/security/SecurityPage.tsx'), 'SecurityPage'),
});

const organization = createRoute({
  getParentRoute: () => administration,
  path: '/organization',
  staticData: { title: 'Organization', permission: 'identity.read' },
  component: lazyRouteComponent(
    () => import('../identity/organization/OrganizationPage.tsx'),
    'OrganizationPage',
  ),
});

const tree = root.addChildren([
  link,
  signIn,
  forgotten,
  reset,
  invitation,
  signedIn.addChildren([
    home,
    decisions,
    risk,
    items,
    itemAtPlace,
    forecasts,
    imports,
    receipts,
    kpis,
    account,
    administration.addChildren([members, member, roles, role, tokens, audit, security, organization]),
  ]),
]);

/** The router of the whole screen. Each page loads its own code, and its state lives in the address. */
export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: '/app',
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    defaultPendingComponent: () => (
      <div style={{ padding: 24 }}>
        <SkeletonRows />
      </div>
    ),
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  useReturn(retry);
  const isAway = useTrouble() !== null;
  // Within the frame of the signed-in pages there is a main part already.
  const Part = document.getElementById('main') === null ? 'main' : 'div';
  return (
    <Part style={{ padding: Part === 'main' ? 24 : 0 }}>
      <ErrorState
        isPage
        error={isAway ? silence() : error instanceof Error ? error : new Error(String(error))}
        onRetry={retry}
      />
    </Part>
  );
}

function NotFound() {
  return (
    <main style={{ padding: 24 }}>
      <EmptyState
        isPage
        title="There is no page at this address"
        actions={<Link to="/">To the first page</Link>}
      />
    </main>
  );
}
