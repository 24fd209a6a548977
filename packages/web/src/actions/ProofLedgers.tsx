import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../ui/FormatProvider.tsx';
import { type Formats, unitWord } from '../ui/formats.ts';
import classes from './Proof.module.css';
import type { ActionDetail, Proof, Spread } from './types.ts';
import { verbAndQuantity } from './wording.ts';

/** Doing nothing against the action: what stays unsold and what it is worth. */
export function Comparison({ action }: { action: ActionDetail }) {
  const formats = useFormats();
  const { do_nothing: without, with_action: withAction } = action.proof;
  const row = (name: string, side: { unsold: Spread; net_value: number | string }) => (
    <tr>
      <td>{name}</td>
      <td>{formats.quantity(side.unsold.mean, side.unsold.mean < 10 ? 1 : 0)}</td>
      <td className="muted">
        {formats.quantity(side.unsold.low)} … {formats.quantity(side.unsold.high)}
      </td>
      <td>{formats.signedMoney(side.net_value)}</td>
    </tr>
  );
  return (
    <section className={classes.section} aria-label="Doing nothing against the action">
      <table className={classes.ledger}>
        <thead>
          <tr>
            <th scope="col">Two futures</th>
            <th scope="col">Unsold {unitWord(action.unit)}</th>
            <th scope="col">8 in 10 times</th>
            <th scope="col">Worth</th>
          </tr>
        </thead>
        <tbody>
          {row('Do nothing', without)}
          {row(verbAndQuantity(action, formats), withAction)}
        </tbody>
      </table>
    </section>
  );
}

/** The saving as a sum of terms; the last line is their total, and the headline. */
export function Terms({ action }: { action: ActionDetail }) {
  const formats = useFormats();
  const { terms, savings } = action.proof;
  const digits = Math.abs(Number(savings.mean)) >= 10_000 ? 0 : 2;
  return (
    <section className={classes.section}>
      <h3>How the saving adds up</h3>
      <table className={classes.ledger}>
        <tbody>
          {terms.map((term) => (
            <tr key={`${term.name}-${term.store_id ?? ''}`}>
              <td>
                {term.label}
                {term.quantity === undefined || term.rate === undefined ? null : (
                  <span className="muted small">
                    {' '}
                    {formats.quantity(term.quantity, 1)} × {formats.money(term.rate, 2)}
                  </span>
                )}
              </td>
              <td>{formats.signedMoney(term.amount, digits)}</td>
            </tr>
          ))}
          <tr className={classes.sum}>
            <td>Expected saving</td>
            <td>{formats.signedMoney(savings.mean, digits)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

const SHOWN = 6;

/** What else was weighed, best first, and why it was not proposed. */
export function Alternatives({ action }: { action: ActionDetail }) {
  const formats = useFormats();
  const [all, setAll] = useState(false);
  const { alternatives } = action.proof;
  if (alternatives.length === 0) return null;
  const shown = all ? alternatives : alternatives.slice(0, SHOWN);
  return (
    <section className={classes.section}>
      <h3>Also weighed</h3>
      <table className={classes.ledger}>
        <thead>
          <tr>
            <th scope="col">Alternative</th>
            <th scope="col">Saves {formats.currencySign}</th>
            <th scope="col" style={{ textAlign: 'left', paddingLeft: 16 }}>
              Why not
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => {
            const steps = [one, ...(one.also ?? [])].map((step) => stepText(step, formats)).join(', then ');
            return (
              <tr key={`${steps} ${one.expected_savings}`}>
                <td>{steps}</td>
                <td>{one.expected_savings === null ? '' : formats.amount(one.expected_savings)}</td>
                <td className={`${classes.words} muted`} style={{ paddingLeft: 16 }}>
                  {one.rejected_because ?? 'Chosen'}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {all || alternatives.length <= SHOWN ? null : (
        <Button variant="subtle" color="gray" size="compact-xs" mt={4} onClick={() => setAll(true)}>
          Show {formats.quantity(alternatives.length - SHOWN)} more
        </Button>
      )}
    </section>
  );
}

type Step = Pick<
  Proof['alternatives'][number],
  'action_type' | 'to_store' | 'to_store_name' | 'discount_pct' | 'qty'
>;

function stepText(step: Step, formats: Formats): string {
  const where = step.to_store === null ? '' : ` → ${step.to_store_name ?? step.to_store}`;
  return `${verbAndQuantity({ ...step, dispose: false }, formats)}${where}`;
}
