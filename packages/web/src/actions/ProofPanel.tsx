import { ActionIcon, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { client, unwrap } from '../app/api.ts';
import { useMe } from '../app/session.tsx';
import { DayLabel } from '../ui/Figures.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import { Icon } from '../ui/Icon.tsx';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { whyNotComplete, whyNotDecide } from './allowed.ts';
import { CompleteDialog, type OutcomeInput } from './DecisionDialogs.tsx';
import { OutcomeAndHistory } from './OutcomeAndHistory.tsx';
import classes from './Proof.module.css';
import { ProofCharts } from './ProofCharts.tsx';
import { Alternatives, Comparison, Terms } from './ProofLedgers.tsx';
import { HowAndFrom } from './ProofWords.tsx';
import { actionQuery } from './queries.ts';
import type { Action, ActionDetail } from './types.ts';
import {
  approveLabel,
  isOneOfSeveral,
  planTitle,
  STATUS_NAMES,
  verbAndQuantity,
  whereText,
} from './wording.ts';

interface ProofPanelProps {
  actionId: string;
  busy: boolean;
  onApprove: (action: Action) => void;
  onReject: (action: Action) => void;
  onOpen: (actionId: string) => void;
  onClose: () => void;
}

/** Everything a proposal knew when it was made, beside the list; its address can be shared. */
export function ProofPanel(props: ProofPanelProps) {
  const query = useQuery(actionQuery(props.actionId));
  const action = query.data;
  return (
    <aside className={classes.panel} aria-label="Proof of the proposal">
      {action === undefined ? (
        <>
          <div className={classes.title}>
            <h2>Proof</h2>
            <CloseButton onClose={props.onClose} />
          </div>
          {query.isLoadingError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <SkeletonRows count={8} />
          )}
        </>
      ) : (
        <>
          <ProofHead {...props} action={action} />
          <p className={`${classes.section} ${classes.prose}`}>{action.reason}</p>
          <ProofCharts action={action} />
          <Comparison action={action} />
          <Terms action={action} />
          <Alternatives action={action} />
          <HowAndFrom action={action} />
          <OutcomeAndHistory action={action} onOpen={props.onOpen} />
        </>
      )}
    </aside>
  );
}

function CloseButton({ onClose }: { onClose: () => void }) {
  return (
    <ActionIcon aria-label="Close the proof" onClick={onClose}>
      <Icon name="close" />
    </ActionIcon>
  );
}

function ProofHead({
  action,
  busy,
  onApprove,
  onReject,
  onClose,
}: ProofPanelProps & { action: ActionDetail }) {
  const me = useMe();
  const formats = useFormats();
  const [completing, setCompleting] = useState(false);
  const complete = useComplete(action, () => setCompleting(false));
  const decideReason = whyNotDecide(me, action);
  const completeReason = whyNotComplete(me, action);
  const { savings } = action.proof;
  return (
    <header className={classes.head}>
      <div className={classes.title}>
        <h2>
          {verbAndQuantity(action, formats)}{' '}
          <Link
            className="plain"
            to="/items/$storeId/$skuId"
            params={{ storeId: action.from_store, skuId: action.sku_id }}
          >
            {action.item_name}
          </Link>
          <div className="muted small" style={{ fontWeight: 400 }}>
            {whereText(action)} · batch {action.batch_id}
            {action.expiry_date === null ? null : (
              <>
                , expires <DayLabel day={action.expiry_date} />
              </>
            )}
          </div>
        </h2>
        <CloseButton onClose={onClose} />
      </div>
      <p className={classes.saving}>
        <small>saves </small>
        {formats.money(action.expected_savings)}{' '}
        <small title="The 10th and the 90th of 100 simulated futures">
          {isNarrow(action)
            ? 'in nearly every future'
            : `(${formats.money(action.savings_low)} … ${formats.money(action.savings_high)})`}
          , gains in {formats.percent(action.chance_of_gain)}
        </small>
      </p>
      {isOneOfSeveral(action) ? (
        <p className="muted small">
          One step of a plan: {planTitle(action, formats)} together save {formats.money(savings.mean)} (
          {formats.money(savings.low)} … {formats.money(savings.high)}). The figures below are the plan’s.
        </p>
      ) : null}
      <div className={classes.buttons}>
        {action.status === 'PROPOSED' ? (
          <>
            <ReasonedButton reason={decideReason} disabled={busy} onClick={() => onApprove(action)}>
              {approveLabel(action, formats)}
            </ReasonedButton>
            <ReasonedButton
              variant="default"
              reason={decideReason}
              disabled={busy}
              onClick={() => onReject(action)}
            >
              Reject…
            </ReasonedButton>
          </>
        ) : (
          <>
            <span style={{ alignSelf: 'center' }}>
              <b style={{ fontWeight: 600 }}>{STATUS_NAMES[action.status]}</b>
              {action.decided_by_name === null ? '' : ` by ${action.decided_by_name}`}
              {action.decided_at === null ? '' : `, ${formats.instant(action.decided_at)}`}
              {action.decision_note === null ? '' : `: ${action.decision_note}`}
            </span>
            {action.status === 'APPROVED' ? (
              <ReasonedButton reason={completeReason} onClick={() => setCompleting(true)}>
                Record what happened…
              </ReasonedButton>
            ) : null}
          </>
        )}
        <Button variant="subtle" color="gray" onClick={() => void copyAddress()}>
          Copy link
        </Button>
      </div>
      {completing ? (
        <CompleteDialog
          action={action}
          busy={complete.isPending}
          onClose={() => setCompleting(false)}
          onComplete={complete.mutate}
        />
      ) : null}
    </header>
  );
}

/** Whether 8 of 10 futures end within a cent of each other: then a range tells nothing. */
function isNarrow(action: Action): boolean {
  return Math.abs(Number(action.savings_high) - Number(action.savings_low)) < 0.015;
}

function useComplete(action: Action, onDone: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (outcome: OutcomeInput) => {
      const params = { path: { action_id: action.action_id } };
      const body = { version: action.version, ...outcome };
      return unwrap(client.POST('/api/v1/actions/{action_id}/complete', { params, body }));
    },
    onSuccess: () => {
      onDone();
      notifications.show({ title: 'Recorded', message: 'The outcome stands beside what was promised.' });
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: 'Not recorded', message: error.message, autoClose: 10_000 }),
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: ['actions'] });
      void cache.invalidateQueries({ queryKey: ['kpis'] });
    },
  });
}

async function copyAddress(): Promise<void> {
  const address = window.location.href;
  try {
    await navigator.clipboard.writeText(address);
    notifications.show({ title: 'Copied', message: 'Whoever may sign in here can open this proof.' });
  } catch {
    // Browsers give the clipboard to https pages only; then the address is shown, to be copied by hand.
    notifications.show({ title: 'The address of this proof', message: address, autoClose: false });
  }
}
