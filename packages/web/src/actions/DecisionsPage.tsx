import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { oneOf } from '../app/search.ts';
import { useMe, whyNotPermitted } from '../app/session.tsx';
import { DataTable } from '../ui/DataTable.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { whyNotDecide } from './allowed.ts';
import { ApproveDialog, KeysDialog, RejectDialog } from './DecisionDialogs.tsx';
import { DecisionFilters } from './DecisionFilters.tsx';
import { DecisionHeader } from './DecisionHeader.tsx';
import classes from './Decisions.module.css';
import { decisionColumns } from './decision-columns.tsx';
import { idOf, selectionIn, setApart, toggled } from './decision-list.ts';
import { useDecisions } from './decisions.ts';
import { NoDecisions } from './NoDecisions.tsx';
import { ProofPanel } from './ProofPanel.tsx';
import { actionsQuery } from './queries.ts';
import { ACTION_SORTS, ACTION_STATUSES, ACTION_TYPES, type Action } from './types.ts';
import { WriteOffs } from './WriteOffs.tsx';
import { actionTitle } from './wording.ts';

type Dialog =
  | { kind: 'reject'; action: Action }
  | { kind: 'safe' | 'chosen' | 'write-offs'; ids: number[] }
  | { kind: 'keys' };

const CHECKED_AGAIN =
  'Each is checked again on the server; one that changed meanwhile is refused, the others go through.';
const APPROVALS = {
  safe: {
    title: 'Approve the safe proposals',
    explanation:
      'Each of these gains in at least 9 of 10 simulated futures, and even its low estimate is a gain.',
  },
  chosen: { title: 'Approve the selected proposals', explanation: CHECKED_AGAIN },
  'write-offs': { title: 'Approve the write-offs', explanation: CHECKED_AGAIN },
};

const route = getRouteApi('/signed-in/decisions');
const NO_IDS: ReadonlySet<string> = new Set();

/** What needs a decision today, ranked by money, each with its proof beside it. */
export function DecisionsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const formats = useFormats();
  const sort = oneOf(search.sort, ACTION_SORTS) ?? '-expected_savings';
  const status = search.status === 'ALL' ? undefined : (oneOf(search.status, ACTION_STATUSES) ?? 'PROPOSED');
  const type = oneOf(search.type, ACTION_TYPES);
  const { store, category, batch } = search;
  const list = useInfiniteQuery(actionsQuery({ status, type, store, category, batch, sort }));
  const [writeOffsShown, setWriteOffsShown] = useState(false);
  const openId = search.action ?? null;
  const loaded = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  // What is to be decided first, what can only be written off after it; other statuses stay one list.
  const [decisions, writeOffs] = useMemo(
    () => (status === 'PROPOSED' ? setApart(loaded) : [loaded, []]),
    [loaded, status],
  );
  const showWriteOffs =
    writeOffsShown || writeOffs.some((action) => idOf(action) === openId) || decisions.length === 0;
  const rows = useMemo(
    () => (showWriteOffs ? [...decisions, ...writeOffs] : decisions),
    [decisions, writeOffs, showWriteOffs],
  );
  const total = list.data?.pages[0]?.page.total ?? 0;
  const { leaving, decide, approveAll, busy } = useDecisions();
  const [cursor, setCursor] = useState<string | null>(null);
  const [checked, setChecked] = useState<ReadonlySet<string>>(NO_IDS);
  const [dialog, setDialog] = useState<Dialog | null>(null);

  const largest = Math.max(1, ...rows.map((action) => Number(action.expected_savings)));
  const columns = useMemo(
    () => decisionColumns(formats, largest, { status: status === undefined }),
    [formats, largest, status],
  );
  const currentId = openId ?? cursor;
  const currentIndex = rows.findIndex((action) => String(action.action_id) === currentId);
  const current = rows[currentIndex];

  const open = (id: string | null) =>
    void navigate({
      search: (before) => ({ ...before, action: id ?? undefined }),
      replace: openId !== null,
      resetScroll: false,
    });
  const filter = (values: Partial<typeof search>) => {
    setCursor(null);
    setChecked(NO_IDS);
    void navigate({ search: (before) => ({ ...before, action: undefined, ...values }), replace: true });
  };
  const goTo = (index: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (next === undefined) return;
    const id = String(next.action_id);
    setCursor(id);
    if (openId !== null) open(id);
  };
  // After a decision the next proposal takes its place, in the list and in the panel.
  const advance = (from: Action) => {
    if (status !== 'PROPOSED') return;
    // After the last decision the write-offs are what is left.
    const order = rows.length > 1 ? rows : [...decisions, ...writeOffs];
    const index = order.findIndex((action) => action.action_id === from.action_id);
    if (index < 0) return;
    const next = order[index + 1] ?? order[index - 1];
    setCursor(next === undefined ? null : String(next.action_id));
    if (openId !== null) open(next === undefined ? null : String(next.action_id));
  };
  const approve = (action: Action) => {
    if (whyNotDecide(me, action) !== null) return;
    decide({ action, verb: 'approve' });
    advance(action);
  };
  const askReject = (action: Action) => {
    if (whyNotDecide(me, action) === null) setDialog({ kind: 'reject', action });
  };

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const withCurrent = (work: (action: Action) => void) => () =>
    current === undefined ? undefined : work(current);
  const idle = dialog === null;
  useHotkeys(
    idle
      ? [
          ['j', () => goTo(currentIndex + 1)],
          ['k', () => goTo(currentIndex - 1)],
          ['e', withCurrent((action) => open(String(action.action_id)))],
          ['a', withCurrent(approve)],
          ['r', withCurrent(askReject)],
          ['x', withCurrent((action) => setChecked(toggled(checked, String(action.action_id))))],
          ['Escape', () => (openId === null ? undefined : open(null))],
          ['shift+?', () => setDialog({ kind: 'keys' })],
        ]
      : [],
  );
  // Enter belongs to a focused button or link first.
  useHotkeys(idle ? [['Enter', withCurrent((action) => open(String(action.action_id)))]] : [], [
    'INPUT',
    'TEXTAREA',
    'SELECT',
    'BUTTON',
    'A',
  ]);

  const several = (count: number) => `${formats.quantity(count)} ${count === 1 ? 'action' : 'actions'}`;
  const countText =
    writeOffs.length === 0 || hasNextPage
      ? several(total)
      : `${several(total - writeOffs.length)}, ${formats.quantity(writeOffs.length)} to write off`;
  const tableProps = (among: readonly Action[]) => ({
    onOpen: (action: Action) => open(String(action.action_id)),
    openId,
    currentId,
    leavingIds: leaving,
    checkLabel: (action: Action) => actionTitle(action, formats),
    onEndReached: loadMore,
    ...(status === 'PROPOSED' ? selectionIn(among, checked, setChecked) : {}),
  });
  const chosen = rows.filter(
    (action) => checked.has(String(action.action_id)) && action.status === 'PROPOSED',
  );
  return (
    <>
      <DecisionHeader onApproveSafe={(ids) => setDialog({ kind: 'safe', ids })} />
      <div className={classes.filters} hidden={me.data.snapshot_date === null}>
        <DecisionFilters values={search} onChange={filter} />
        {batch === undefined ? null : (
          <Button variant="default" onClick={() => filter({ batch: undefined })}>
            Batch {batch} ×
          </Button>
        )}
        {chosen.length === 0 ? (
          <span className={classes.count}>{list.isPending ? '' : countText}</span>
        ) : (
          <span className={`${classes.count} ${classes.selection}`}>
            {formats.quantity(chosen.length)} selected
            <ReasonedButton
              reason={whyNotPermitted(me, 'actions.approve')}
              onClick={() => setDialog({ kind: 'chosen', ids: chosen.map((action) => action.action_id) })}
            >
              Approve {formats.quantity(chosen.length)}…
            </ReasonedButton>
          </span>
        )}
      </div>
      <div className={`${classes.view} ${openId === null ? '' : classes.split}`}>
        <section aria-label="Decisions">
          {list.isPending ? (
            <SkeletonRows />
          ) : list.isLoadingError ? (
            <ErrorState error={list.error} onRetry={() => void list.refetch()} />
          ) : loaded.length === 0 ? (
            <NoDecisions
              filtered={
                type !== undefined || store !== undefined || category !== undefined || status !== 'PROPOSED'
              }
              onClear={() =>
                filter({ status: undefined, type: undefined, store: undefined, category: undefined })
              }
            />
          ) : (
            <>
              {decisions.length === 0 ? null : (
                <DataTable
                  label="Decisions, best first"
                  columns={columns}
                  rows={decisions}
                  rowId={idOf}
                  sort={sort}
                  onSort={(next) => filter({ sort: next })}
                  {...tableProps(decisions)}
                  loadingMore={isFetchingNextPage}
                />
              )}
              <WriteOffs
                rows={writeOffs}
                complete={!hasNextPage}
                shown={showWriteOffs}
                onToggle={
                  decisions.length === 0
                    ? null
                    : () => {
                        setWriteOffsShown(!showWriteOffs);
                        if (showWriteOffs && writeOffs.some((action) => idOf(action) === openId)) open(null);
                      }
                }
                onApprove={(ids) => setDialog({ kind: 'write-offs', ids })}
                table={tableProps(writeOffs)}
              />
              <div className={classes.hints}>
                <KeyHint keys={['J', 'K']} does="move" />
                <KeyHint keys={['E']} does="proof" />
                <KeyHint keys={['A']} does="approve" />
                <KeyHint keys={['R']} does="reject" />
                <KeyHint keys={['?']} does="all keys" />
              </div>
            </>
          )}
        </section>
        {openId === null ? null : (
          <ProofPanel
            key={openId}
            actionId={openId}
            busy={busy}
            onApprove={approve}
            onReject={askReject}
            onOpen={open}
            onClose={() => open(null)}
          />
        )}
      </div>
      {dialog?.kind === 'keys' ? <KeysDialog onClose={() => setDialog(null)} /> : null}
      {dialog?.kind === 'reject' ? (
        <RejectDialog
          action={dialog.action}
          onClose={() => setDialog(null)}
          onReject={(reason) => {
            decide({ action: dialog.action, verb: 'reject', reason });
            advance(dialog.action);
            setDialog(null);
          }}
        />
      ) : null}
      {dialog !== null && 'ids' in dialog ? (
        <ApproveDialog
          {...APPROVALS[dialog.kind]}
          ids={dialog.ids}
          busy={busy}
          onClose={() => setDialog(null)}
          onApprove={(actions) => {
            void approveAll(actions)
              .catch(() => undefined)
              .then(() => {
                setChecked(NO_IDS);
                setDialog(null);
              });
          }}
        />
      ) : null}
    </>
  );
}
