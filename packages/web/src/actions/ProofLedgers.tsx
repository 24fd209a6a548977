import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../ui/FormatProvider.tsx';
import { type Formats, unitWord } from '../ui/formats.ts';
import { exactQuantity, ledgerLines, sparedBehind, storeNames, worthWithAction } from './ledger.ts';
import classes from './Proof.module.css';
import type { ActionDetail, Proof, Spread } from './types.ts';
import { isOneOfSeveral, planTitle, verbAndQuantity } from './wording.ts';

const WORTH =
  'What all stock of the item here and where it goes still brings in: its sales, what is left at cost, and the margin of later stock where it runs out, less disposal and the costs of the action. What was paid for it is the same either way and is not taken off.';

/** Doing nothing against the action: what stays unsold and what it is worth. */
export function Comparison({ action }: { action: ActionDetail }) {
  const formats = useFormats();
  const { do_nothing: without, with_action: withAction } = action.proof;
  const row = (name: string, unsold: Spread, worth: number) => (
    <tr>
      <td>{name}</td>
      <td>{formats.quantity(unsold.mean, unsold.mean < 10 ? 1 : 0)}</td>
      <td className="muted">
        {formats.quantity(unsold.low)} … {formats.quantity(unsold.high)}
      </td>
      <td>{formats.signedMoney(worth)}</td>
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
            <th scope="col">
              <Tooltip label={WORTH} multiline w={320}>
                <span>Worth</span>
              </Tooltip>
            </th>
          </tr>
        </thead>
        <tbody>
          {row('Do nothing', without.unsold, without.net_value)}
          {row(planTitle(action, formats), withAction.unsold, worthWithAction(action.proof))}
        </tbody>
      </table>
      <p className={`${classes.prose} muted`}>
        Worth is of all stock of the item, here and where it goes; the difference is the saving.
      </p>
    </section>
  );
}

/** The saving as a sum of terms; the last line is their total, and the headline. */
export function Terms({ action }: { action: ActionDetail }) {
  const formats = useFormats();
  const { proof } = action;
  const { savings } = proof;
  const digits = Math.abs(Number(savings.mean)) >= 10_000 ? 0 : 2;
  const behind = sparedBehind(proof);
  return (
    <section className={classes.section}>
      <h3>How the saving adds up</h3>
      <table className={classes.ledger}>
        <tbody>
          {ledgerLines(proof.terms, storeNames(action), formats).map((line) => (
            <tr key={line.key}>
              <td>
                {line.words}
                {line.arithmetic === null ? null : <span className="muted small"> {line.arithmetic}</span>}
              </td>
              <td>{formats.signedMoney(line.amount, digits)}</td>
            </tr>
          ))}
          <tr className={classes.sum}>
            <td>Expected saving{isOneOfSeveral(action) ? ' of the plan' : ''}</td>
            <td>{formats.signedMoney(savings.mean, digits)}</td>
          </tr>
        </tbody>
      </table>
      {behind === null ? null : (
        <p className={`${classes.prose} muted`}>
          At least {exactQuantity(behind, formats)} {unitWord(action.unit)} of the waste avoided are of other
          batches of the item here: they sell in place of this one.
        </p>
      )}
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
