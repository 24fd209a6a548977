import { createHash, randomBytes } from 'node:crypto';

/**
 * A token names its organization before its secret, so that row-level security
 * can be set before the secret is looked up. Only the secret's hash is stored;
 * with 256 random bits a plain SHA-256 cannot be guessed back.
 */
export function createToken(orgId: string): { token: string; tokenHash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { token: `${orgId.replaceAll('-', '')}.${secret}`, tokenHash: hashSecret(secret) };
}

/** @returns undefined when the text has not the form of a token */
export function readToken(token: string): { orgId: string; tokenHash: string } | undefined {
  const match = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.([\w-]{43})$/.exec(
    token,
  );
  if (match === null) return undefined;
  return { orgId: match.slice(1, 6).join('-'), tokenHash: hashSecret(match[6] as string) };
}

function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
