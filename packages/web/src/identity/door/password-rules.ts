/** The server's rules for a password that is chosen, so that each can be ticked off while typing. The server decides. */
const RULES: readonly { rule: string; isMet: (password: string) => boolean }[] = [
  { rule: 'at least 8 characters', isMet: (password) => [...password].length >= 8 },
  { rule: 'an upper-case letter', isMet: (password) => /\p{Lu}/u.test(password) },
  { rule: 'a lower-case letter', isMet: (password) => /\p{Ll}/u.test(password) },
  { rule: 'a digit', isMet: (password) => /\p{Nd}/u.test(password) },
  { rule: 'a symbol, such as ! or -', isMet: (password) => /[^\p{L}\p{M}\p{N}\s]/u.test(password) },
];
const MOST_BYTES = 72;

/** Each rule with whether the password keeps it; the longest length is named only where it is passed. */
export function judgePassword(password: string): { rule: string; isMet: boolean }[] {
  const judged = RULES.map(({ rule, isMet }) => ({ rule, isMet: isMet(password) }));
  const bytes = new TextEncoder().encode(password.normalize('NFC')).length;
  return bytes <= MOST_BYTES ? judged : [...judged, { rule: `at most ${MOST_BYTES} bytes`, isMet: false }];
}

export function keepsEveryRule(password: string): boolean {
  return judgePassword(password).every(({ isMet }) => isMet);
}
