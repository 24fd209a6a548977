import { z } from 'zod';

/** bcrypt reads no further; a hash that may be imported must mean the same password as ours. */
const mostBytes = 72;
const fewestCharacters = 8;

const rules: readonly { isMet(password: string): boolean; message: string }[] = [
  {
    isMet: (password) => [...password].length >= fewestCharacters,
    message: `use at least ${fewestCharacters} characters`,
  },
  { isMet: (password) => /\p{Lu}/u.test(password), message: 'use at least one upper-case letter' },
  { isMet: (password) => /\p{Ll}/u.test(password), message: 'use at least one lower-case letter' },
  { isMet: (password) => /\p{Nd}/u.test(password), message: 'use at least one digit' },
  {
    isMet: (password) => /[^\p{L}\p{M}\p{N}\s]/u.test(password),
    message: 'use at least one symbol, such as ! or -',
  },
  {
    isMet: (password) => Buffer.byteLength(normalized(password)) <= mostBytes,
    message: `use at most ${mostBytes} bytes; letters beyond a to z take two or more`,
  },
];

/** Each rule that a password breaks, as an advice. */
export function brokenRules(password: string): string[] {
  return rules.filter((rule) => !rule.isMet(password)).map((rule) => rule.message);
}

/** One form for letters that keyboards write in different ways. */
export function normalized(password: string): string {
  return password.normalize('NFC');
}

/** The shape of a password that is chosen; one detail for each broken rule. */
export const newPassword = z
  .string()
  .max(1000)
  .superRefine((password, context) => {
    for (const message of brokenRules(password)) context.addIssue({ code: 'custom', message });
  })
  .describe(
    `At least ${fewestCharacters} characters with an upper-case and a lower-case letter, a digit and a symbol; at most ${mostBytes} bytes.`,
  );
