import { notifications } from '@mantine/notifications';
import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, unwrap } from '../app/api.ts';
import { useFormats } from '../ui/FormatProvider.tsx';
import type { Action, ActionList, BulkResult } from './types.ts';
import { actionTitle } from './wording.ts';

type Decision = { action: Action } & ({ verb: 'approve' } | { verb: 'reject'; reason: string });

/**
 * Approving and rejecting. A row is shown as leaving at once and leaves when
 * the server has confirmed; if it refuses, the row comes back with the reason.
 */
export function useDecisions() {
  const cache = useQueryClient();
  const formats = useFormats();
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
  const mark = (ids: readonly string[], on: boolean) =>
    setLeaving((before) => {
      const next = new Set(before);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return next;
    });

  const one = useMutation({
    mutationFn: sendDecision,
    onMutate: ({ action }) => mark([String(action.action_id)], true),
    onSuccess: (_decided, { action, verb }) => {
      dropRows(cache, [action.action_id]);
      notifications.show({
        title: verb === 'approve' ? 'Approved' : 'Rejected',
        message: actionTitle(action, formats),
      });
    },
    onError: (error, { action, verb }) =>
      notifications.show({
        color: 'red',
        title: verb === 'approve' ? 'Not approved' : 'Not rejected',
        message: `${error.message} (${actionTitle(action, formats)})`,
        autoClose: 10_000,
      }),
    onSettled: (_decided, _error, { action }) => {
      mark([String(action.action_id)], false);
      void cache.invalidateQueries({ queryKey: ['actions'] });
      void cache.invalidateQueries({ queryKey: ['kpis'] });
    },
  });

  const many = useMutation({
    mutationFn: approveInBatches,
    onMutate: (actions) => mark(actions.map(idOf), true),
    onSuccess: ({ results }) => {
      const approved = results.filter((result) => result.ok).map((result) => result.action_id);
      const refused = results.filter((result) => !result.ok);
      dropRows(cache, approved);
      const why = refused[0]?.error?.message ?? '';
      notifications.show({
        ...(refused.length > 0 ? { color: 'orange', autoClose: 10_000 } : {}),
        title: `${formats.quantity(approved.length)} approved`,
        message:
          refused.length === 0
            ? 'They wait under Approved until they are done.'
            : `${formats.quantity(refused.length)} refused: ${why}`,
      });
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: 'None approved', message: error.message, autoClose: 10_000 }),
    onSettled: (_results, _error, actions) => {
      mark(actions.map(idOf), false);
      void cache.invalidateQueries({ queryKey: ['actions'] });
      void cache.invalidateQueries({ queryKey: ['kpis'] });
    },
  });

  return { leaving, decide: one.mutate, approveAll: many.mutateAsync, busy: one.isPending || many.isPending };
}

function sendDecision({ action, ...decision }: Decision): Promise<Action> {
  const params = { path: { action_id: action.action_id } };
  const { version } = action;
  return decision.verb === 'approve'
    ? unwrap(client.POST('/api/v1/actions/{action_id}/approve', { params, body: { version } }))
    : unwrap(
        client.POST('/api/v1/actions/{action_id}/reject', {
          params,
          body: { version, reason: decision.reason },
        }),
      );
}

/** The API takes so many decisions at once. */
const MOST_AT_ONCE = 500;

async function approveInBatches(actions: readonly Action[]): Promise<BulkResult> {
  const results: BulkResult['results'] = [];
  for (let start = 0; start < actions.length; start += MOST_AT_ONCE) {
    const items = actions
      .slice(start, start + MOST_AT_ONCE)
      .map(({ action_id, version }) => ({ action_id, version }));
    const reply = await unwrap(client.POST('/api/v1/actions/approve', { body: { items } }));
    results.push(...reply.results);
  }
  return { results };
}

function idOf(action: Action): string {
  return String(action.action_id);
}

/** Takes decided rows out of every open list of proposals, before the lists are asked for again. */
function dropRows(cache: QueryClient, ids: readonly number[]): void {
  const gone = new Set(ids);
  cache.setQueriesData<InfiniteData<ActionList>>(
    {
      queryKey: ['actions', 'list'],
      predicate: (query) => JSON.stringify(query.queryKey).includes('"status":"PROPOSED"'),
    },
    (pages) =>
      pages === undefined
        ? undefined
        : {
            ...pages,
            pages: pages.pages.map((page) => {
              const data = page.data.filter((action) => !gone.has(action.action_id));
              return {
                data,
                page: { ...page.page, total: page.page.total - (page.data.length - data.length) },
              };
            }),
          },
  );
}
