import { Button, Group, Kbd, NumberInput, Table, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../ui/Dialog.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import { SkeletonRows } from '../ui/States.tsx';
import { costOf } from './decision-list.ts';
import { proposalsQuery } from './queries.ts';
import type { Action } from './types.ts';
import { actionTitle } from './wording.ts';

/** Asks why a proposal is rejected: the reason is what later proposals learn from. */
export function RejectDialog(props: {
  action: Action;
  onClose: () => void;
  onReject: (reason: string) => void;
}) {
  const formats = useFormats();
  const [reason, setReason] = useState('');
  const send = () => (reason.trim() === '' ? undefined : props.onReject(reason.trim()));
  return (
    <Dialog onClose={props.onClose} title="Reject this proposal">
      <p>{actionTitle(props.action, formats)}</p>
      <Textarea
        mt="md"
        label="Why"
        placeholder="Already on promotion from Thursday"
        data-autofocus
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) =>
          event.key === 'Enter' && (event.metaKey || event.ctrlKey) ? send() : undefined
        }
      />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={props.onClose}>
          Keep it
        </Button>
        <Button color="red.9" disabled={reason.trim() === ''} onClick={send}>
          Reject
        </Button>
      </Group>
    </Dialog>
  );
}

export interface OutcomeInput {
  recovered_value: number;
  cleared_units: number;
  notes?: string;
}

/** Records what an approved action achieved; the difference to what it promised is its mark. */
export function CompleteDialog(props: {
  action: Action;
  busy: boolean;
  onClose: () => void;
  onComplete: (outcome: OutcomeInput) => void;
}) {
  const { action } = props;
  const formats = useFormats();
  const [value, setValue] = useState<number | string>('');
  const [units, setUnits] = useState<number | string>('');
  const [notes, setNotes] = useState('');
  const ready = typeof value === 'number' && typeof units === 'number';
  return (
    <Dialog onClose={props.onClose} title="Record what happened">
      <p>{actionTitle(action, formats)}</p>
      <p className="muted small">Promised: {formats.money(action.expected_savings)} saved.</p>
      <NumberInput
        mt="md"
        label={`Recovered value, ${formats.currency}`}
        description="What the units brought in, less what the action cost"
        data-autofocus
        decimalScale={2}
        min={0}
        value={value}
        onChange={setValue}
      />
      <NumberInput
        mt="sm"
        label={`Units cleared, of ${formats.quantity(action.qty)}`}
        min={0}
        max={action.qty}
        allowDecimal={false}
        value={units}
        onChange={setUnits}
      />
      <Textarea
        mt="sm"
        label="Notes (optional)"
        autosize
        minRows={2}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={props.onClose}>
          Cancel
        </Button>
        <Button
          disabled={!ready}
          loading={props.busy}
          onClick={() =>
            props.onComplete({
              recovered_value: Number(value),
              cleared_units: Number(units),
              ...(notes.trim() === '' ? {} : { notes: notes.trim() }),
            })
          }
        >
          Record
        </Button>
      </Group>
    </Dialog>
  );
}

/** Lists what is about to be approved, so that nobody approves a number. */
export function ApproveDialog(props: {
  title: string;
  explanation: string;
  ids: readonly number[];
  busy: boolean;
  onClose: () => void;
  onApprove: (actions: readonly Action[]) => void;
}) {
  const formats = useFormats();
  const proposals = useQuery(proposalsQuery(props.ids));
  const actions = proposals.data ?? [];
  // Write-offs save nothing: of these the cost is what one has to know.
  const writeOffs = actions.length > 0 && actions.every((action) => action.dispose);
  const worthOf = (action: Action) => (writeOffs ? costOf(action) : Number(action.expected_savings));
  const total = actions.reduce((sum, action) => sum + worthOf(action), 0);
  return (
    <Dialog onClose={props.onClose} title={props.title} size="lg">
      <p className="muted">{props.explanation}</p>
      {proposals.isPending ? (
        <SkeletonRows count={4} />
      ) : (
        <div style={{ maxHeight: '50vh', overflow: 'auto', marginTop: 12 }}>
          <Table fz="sm" stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th fw={400}>What will be done</Table.Th>
                <Table.Th fw={400} ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {writeOffs ? 'At cost' : 'Saves'} {formats.currencySign}
                </Table.Th>
                {writeOffs ? null : (
                  <Table.Th fw={400} ta="right" style={{ whiteSpace: 'nowrap' }}>
                    Chance
                  </Table.Th>
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {actions.map((action) => (
                <Table.Tr key={action.action_id}>
                  <Table.Td>{actionTitle(action, formats)}</Table.Td>
                  <Table.Td ta="right">{formats.amount(worthOf(action))}</Table.Td>
                  {writeOffs ? null : (
                    <Table.Td ta="right">{formats.percent(action.chance_of_gain)}</Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Group justify="space-between" mt="md">
        <b style={{ fontWeight: 600 }}>
          {formats.money(total)} {writeOffs ? 'at cost, together' : 'together'}
        </b>
        <Group gap="xs">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button
            data-autofocus
            loading={props.busy}
            disabled={actions.length === 0}
            onClick={() => props.onApprove(actions)}
          >
            Approve {formats.quantity(actions.length)}
          </Button>
        </Group>
      </Group>
    </Dialog>
  );
}

const KEYS = [
  ['J / K', 'next, previous proposal'],
  ['E or Enter', 'open the proof'],
  ['A', 'approve'],
  ['R', 'reject, with a reason'],
  ['X', 'select'],
  ['Esc', 'close the proof'],
  ['Ctrl K', 'search pages, items, stores'],
  ['?', 'this list'],
] as const;

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title="Keys" size="sm">
      <Table withRowBorders={false} fz="sm">
        <Table.Tbody>
          {KEYS.map(([key, does]) => (
            <Table.Tr key={key}>
              <Table.Td w={110}>
                <Kbd size="xs">{key}</Kbd>
              </Table.Td>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
