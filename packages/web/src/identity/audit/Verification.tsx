import { useQuery } from '@tanstack/react-query';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { verificationQuery } from './queries.ts';

/** Whether the trail is as it was written: each entry carries a mark of the one before, so a change shows. */
export function Verification() {
  const formats = useFormats();
  const check = useQuery({ ...verificationQuery, enabled: false });
  return (
    <span role="status">
      {check.isFetching ? (
        'Reading the whole chain…'
      ) : check.isError ? (
        <span className="doubt">! Not checked: {check.error.message}</span>
      ) : check.data === undefined ? (
        'Entries are chained: a change, a removal or another order would show.'
      ) : check.data.broken === null ? (
        <span className="gain">✓ {formats.quantity(check.data.entries)} entries, chain intact</span>
      ) : (
        <span className="loss">
          ✗ Broken at entry {check.data.broken.audit_id}: {check.data.broken.message}
        </span>
      )}{' '}
      <button
        type="button"
        className="linklike"
        disabled={check.isFetching}
        onClick={() => void check.refetch()}
      >
        {check.data === undefined ? 'Check it now' : 'Check again'}
      </button>
    </span>
  );
}
