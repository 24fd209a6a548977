import { TextInput } from '@mantine/core';

/** One end of a period in a list's filters, with its name in sight: two empty date fields look the same. */
export function DayFilter(props: {
  which: 'From' | 'Until';
  /** As `2027-03-09`. */
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}) {
  return (
    <TextInput
      size="xs"
      type="date"
      w={{ base: 'calc(50% - 4px)', sm: 172 }}
      aria-label={`${props.which} this day`}
      leftSection={<span className="muted small">{props.which}</span>}
      leftSectionWidth={44}
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
    />
  );
}
