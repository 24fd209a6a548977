import { createToken, readToken } from '../token.ts';

/** So that a scanner of repositories and a reader of logs know what they have found. */
const mark = 'grn_';

/** `grn_<organization>.<secret>`; the first characters of the secret are shown in lists. */
export function createMachineToken(orgId: string): { token: string; tokenHash: string; prefix: string } {
  const { token, tokenHash } = createToken(orgId);
  const [, secret = ''] = token.split('.');
  return { token: mark + token, tokenHash, prefix: `${mark}…${secret.slice(0, 6)}` };
}

/** @returns undefined when the text has not the form of a machine's token */
export function readMachineTokenText(text: string): { orgId: string; tokenHash: string } | undefined {
  return text.startsWith(mark) ? readToken(text.slice(mark.length)) : undefined;
}
