import { Kbd } from '@mantine/core';

/** Keys and what they do, in one line: `J K` move. */
export function KeyHint({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {keys.map((key) => (
        <Kbd key={key} size="xs" mr={3}>
          {key}
        </Kbd>
      ))}
      {does}
    </span>
  );
}
