import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '@mantine/dropzone/styles.css';
import '../ui/tokens.css';
import { MantineProvider } from '@mantine/core';
import {
  MutationCache,
  type Query,
  QueryCache,
  QueryClient,
  QueryClientProvider,
} from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api.ts';
import { createAppRouter } from './routes.tsx';
import { meQuery } from './session.tsx';
import { tellSessionEnd } from './session-end.ts';
import { cssVariables, theme } from './theme.ts';

const client = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      noticeTheEnd(error);
      forgetWhatIsRefused(error, query);
    },
  }),
  mutationCache: new MutationCache({ onError: noticeTheEnd }),
  defaultOptions: {
    // The server may be on this very machine: whether there is a network elsewhere says nothing about it.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 15_000,
      // A refusal stays a refusal; only silence and a stumbling server are worth another try.
      retry: (count, error) =>
        count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
  },
});
const router = createAppRouter(client);

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/**
 * A session that has ended is noticed by the next request. A page that is open waits for its owner to sign
 * in again over it; one that is only being opened leads to the sign-in page, which leads back.
 */
function noticeTheEnd(error: Error): void {
  if (
    error instanceof ApiError &&
    error.status === 401 &&
    client.getQueryData(meQuery.queryKey) !== undefined
  )
    tellSessionEnd(error.message);
}

/**
 * What was read before stays on the screen while the server stumbles or is away. What one may no longer see,
 * or what is there no longer, does not.
 */
function forgetWhatIsRefused(error: Error, query: Query<unknown, unknown, unknown>): void {
  if (!(error instanceof ApiError) || (error.status !== 403 && error.status !== 404)) return;
  query.setState({ data: undefined });
  if (error.status === 403) void client.invalidateQueries({ queryKey: meQuery.queryKey });
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
