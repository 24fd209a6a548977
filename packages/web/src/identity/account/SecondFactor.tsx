import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { useMe, whyNotChange } from '../../app/session.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { ErrorState, SkeletonRows } from '../../ui/States.tsx';
import classes from './Account.module.css';
import { Enrolment } from './Enrolment.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/auth/second-factor', { signal })),
});

/** Sets the second factor up, step by step, or takes it away. */
export function SecondFactor() {
  const me = useMe();
  const cache = useQueryClient();
  const state = useQuery(secondFactorQuery);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [asking, setAsking] = useState<'codes' | 'removal' | null>(null);
  const begin = useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/auth/second-factor/enrolment')),
  });

  if (codes !== null) {
    return (
      <RecoveryCodes
        codes={codes}
        email={me.email ?? me.name}
        onKept={() => {
          setCodes(null);
          void cache.invalidateQueries({ queryKey: secondFactorQuery.queryKey });
        }}
      />
    );
  }
  if (state.isPending) return <SkeletonRows count={1} />;
  if (state.isLoadingError) return <ErrorState error={state.error} onRetry={() => void state.refetch()} />;
  const { is_on: isOn, recovery_codes_left: codesLeft } = state.data;
  if (begin.data !== undefined && !isOn) {
    return (
      <Enrolment
        offer={begin.data}
        onCancel={begin.reset}
        onConfirmed={(fresh) => {
          setCodes(fresh);
          begin.reset();
        }}
      />
    );
  }
  const reason =
    whyNotChange() ?? (me.has_password ? null : 'Set a password first: the second factor stands beside it.');
  return (
    <div className={classes.stack}>
      <p>
        {isOn ? (
          <>
            <span className="gain">✓ On: signing in asks for a code.</span>{' '}
            <span className={codesLeft < 3 ? 'doubt' : 'muted'}>
              {codesLeft < 3 ? '! ' : ''}
              {codesLeft} recovery {codesLeft === 1 ? 'code' : 'codes'} left.
            </span>
          </>
        ) : (
          <span className="muted">Off: the password alone signs you in.</span>
        )}
      </p>
      {begin.isError ? (
        <p className={classes.problem} role="alert">
          {begin.error.message}
        </p>
      ) : null}
      {isOn ? (
        <div className={classes.buttons}>
          <ReasonedButton variant="default" reason={whyNotChange()} onClick={() => setAsking('codes')}>
            New recovery codes…
          </ReasonedButton>
          <ReasonedButton variant="default" reason={whyNotChange()} onClick={() => setAsking('removal')}>
            Turn it off…
          </ReasonedButton>
        </div>
      ) : (
        <ReasonedButton reason={reason} loading={begin.isPending} onClick={() => begin.mutate()}>
          Set up
        </ReasonedButton>
      )}
      {asking === 'removal' ? <RemoveDialog onClose={() => setAsking(null)} /> : null}
      {asking === 'codes' ? <RenewDialog onClose={() => setAsking(null)} onRenewed={setCodes} /> : null}
    </div>
  );
}

/** Takes the second factor away, for who knows the password. */
function RemoveDialog({ onClose }: { onClose: () => void }) {
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: (password: string) =>
      unwrap(client.DELETE('/api/v1/auth/second-factor', { body: { password } })),
    onSuccess: () => {
      onClose();
      void cache.invalidateQueries({ queryKey: secondFactorQuery.queryKey });
    },
  });
  return (
    <PasswordDialog
      title="Turn the second factor off?"
      consequence="The password alone will sign you in. Your recovery codes stop working."
      keep="Keep it on"
      action="Turn it off"
      error={remove.error}
      isBusy={remove.isPending}
      onClose={onClose}
      onConfirm={remove.mutate}
    />
  );
}

function RenewDialog(props: { onClose: () => void; onRenewed: (codes: readonly string[]) => void }) {
  const renew = useMutation({
    mutationFn: (password: string) =>
      unwrap(client.POST('/api/v1/auth/second-factor/recovery-codes', { body: { password } })),
    onSuccess: ({ recovery_codes: codes }) => {
      props.onClose();
      props.onRenewed(codes);
    },
  });
  return (
    <PasswordDialog
      title="New recovery codes?"
      consequence="The codes you kept stop working; you get new ones to keep."
      keep="Keep the old ones"
      action="Make new codes"
      error={renew.error}
      isBusy={renew.isPending}
      onClose={props.onClose}
      onConfirm={renew.mutate}
    />
  );
}
