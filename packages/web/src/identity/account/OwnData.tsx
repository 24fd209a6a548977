import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client, unwrap } from '../../app/api.ts';
import { saveText } from '../../ui/save-text.ts';
import classes from './Account.module.css';

/** Hands over everything that is kept about oneself. */
export function OwnData() {
  const take = useMutation({
    mutationFn: () => unwrap(client.GET('/api/v1/me/personal-data')),
    onSuccess: (data) =>
      saveText('granary-my-data.json', JSON.stringify(data, null, 2), { type: 'application/json' }),
  });
  return (
    <div className={classes.stack}>
      <Button variant="default" loading={take.isPending} onClick={() => take.mutate()}>
        Download your data
      </Button>
      {take.isError ? (
        <p className={classes.problem} role="alert">
          {take.error.message}
        </p>
      ) : null}
      <p className="muted small">
        Something wrong in it? Correct your name and e-mail above. To have it erased, ask an administrator of
        your organization.
      </p>
    </div>
  );
}
