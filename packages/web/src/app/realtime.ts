import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client as api, parseJson } from './api.ts';
import { isActive, isKnown, type RunProgress, runsQuery, withProgress } from './runs.ts';

type ServerEvent =
  | { type: 'hello' }
  | { type: 'run.progress'; run: RunProgress }
  | { type: 'actions.changed'; action_ids: number[] }
  | { type: 'upload.changed'; upload_id: string }
  | { type: 'risk.changed'; snapshot_date: string }
  | { type: 'drift.changed'; data_until: string };

/** The server's close code for a session that has ended. */
const SIGNED_OUT = 4401;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** Listens to the server while the screen is open, and makes what changed there fresh here. */
export function useRealtime(): void {
  const client = useQueryClient();
  useEffect(() => {
    let socket: WebSocket | null = null;
    let waitMs = FIRST_WAIT_MS;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let closed = false;
    let wasOpen = false;

    const connect = () => {
      const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
      socket = new WebSocket(`${scheme}://${window.location.host}/api/v1/events`);
      socket.addEventListener('message', (message) => {
        const event = readEvent(message.data);
        if (event === null) return;
        if (event.type === 'hello') {
          waitMs = FIRST_WAIT_MS;
          // What happened while the line was down was not heard: ask again.
          if (wasOpen) void client.invalidateQueries();
          wasOpen = true;
        }
        applyEvent(client, event);
      });
      socket.addEventListener('close', (event) => {
        if (closed) return;
        if (event.code === SIGNED_OUT) {
          // Asking who is signed in brings the visitor to the sign-in page.
          void client.invalidateQueries({ queryKey: ['me'] });
          return;
        }
        // Whether the server is away or the line alone was cut is said by the answer to this.
        void api.GET('/api/v1/health').catch(() => undefined);
        retry = setTimeout(connect, waitMs);
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      });
    };
    connect();
    return () => {
      closed = true;
      clearTimeout(retry);
      socket?.close();
    };
  }, [client]);
}

function readEvent(data: unknown): ServerEvent | null {
  const parsed = typeof data === 'string' ? parseJson(data) : null;
  if (typeof parsed !== 'object' || parsed === null || !('type' in parsed) || typeof parsed.type !== 'string')
    return null;
  return parsed as ServerEvent;
}

function applyEvent(client: QueryClient, event: ServerEvent): void {
  const refresh = (...names: string[]) => {
    for (const name of names) void client.invalidateQueries({ queryKey: [name] });
  };
  switch (event.type) {
    case 'hello':
      return;
    case 'run.progress':
      client.setQueryData(runsQuery.queryKey, (list) => withProgress(list, event.run));
      if (!isActive(event.run) || !isKnown(client.getQueryData(runsQuery.queryKey), event.run.run_id))
        refresh('runs');
      if (event.run.state === 'completed') refresh('me', 'risk', 'series', 'actions', 'kpis');
      return;
    case 'actions.changed':
      refresh('actions', 'kpis', 'series');
      return;
    case 'upload.changed':
      void client.invalidateQueries({ queryKey: ['uploads', event.upload_id] });
      refresh('uploads');
      return;
    case 'risk.changed':
      refresh('me', 'risk', 'series', 'actions', 'kpis');
      return;
    case 'drift.changed':
      refresh('forecasts');
      return;
    default:
      return;
  }
}
