import { FileButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiAddress } from '../../app/api.ts';
import { useMe } from '../../app/session.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import classes from './Audit.module.css';
import { BrokenChain } from './BrokenChain.tsx';
import { type Head, verificationQuery } from './queries.ts';
import { readHead } from './saved-head.ts';

/** Whether the trail is as it was written: each entry carries a mark of the one before, so a change shows. */
export function Verification() {
  const me = useMe();
  const formats = useFormats();
  const [saved, setSaved] = useState<Head | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const check = useQuery({ ...verificationQuery(saved), enabled: saved !== null });
  const compare = async (file: File | null) => {
    if (file === null) return;
    const read = readHead(await file.text(), me.organization.org_id);
    setProblem(read.problem);
    if (read.head !== null) setSaved(read.head);
  };
  const broken = check.data?.broken ?? null;
  return (
    <section className={classes.verification} aria-label="Whether the trail is whole">
      <p className={classes.verdict}>
        <span role="status">
          {check.isFetching ? (
            <span className="muted">Reading the whole chain…</span>
          ) : problem !== null ? (
            <span className="doubt">! {problem}</span>
          ) : check.isError ? (
            <span className="doubt">! Not checked: {check.error.message}</span>
          ) : check.data === undefined ? (
            <span className="muted">Is the trail whole?</span>
          ) : broken === null ? (
            <span className="gain">✓ {formats.quantity(check.data.entries)} entries, chain intact</span>
          ) : (
            <span className="loss">✗ Broken at entry {formats.quantity(broken.audit_id)}</span>
          )}
          {check.data !== undefined && broken === null && saved !== null && problem === null ? (
            <span className="muted">, and it goes on from the saved end, entry {saved.audit_id}</span>
          ) : null}
        </span>
        <button
          type="button"
          className="linklike"
          disabled={check.isFetching}
          onClick={() => {
            setProblem(null);
            void check.refetch();
          }}
        >
          {check.data === undefined ? 'Check it now' : 'Check again'}
        </button>
        <FileButton accept="application/json,.json" onChange={(file) => void compare(file)}>
          {(button) => (
            <button
              {...button}
              type="button"
              className="linklike"
              title="Also finds last entries that were cut off"
            >
              Compare with a saved end…
            </button>
          )}
        </FileButton>
        <a
          href={apiAddress('/audit/head')}
          download="granary-audit-head.json"
          title="Keep it where nobody who runs the database can write; later it shows that nothing was cut off"
        >
          Save the end
        </a>
      </p>
      {broken === null || check.isFetching ? null : (
        <BrokenChain broken={broken} savedId={saved?.audit_id ?? null} />
      )}
    </section>
  );
}
