import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import type { InstallationSecret } from '../../platform/installation-secret.ts';

const periodSeconds = 30;
/** Clocks of phones go wrong by this many steps, either way. */
const window = 1;
const recoveryCodes = 10;

/** An authenticator's shared secret, as it is shown once. */
export interface Enrolment {
  secret: string;
  otpauth_uri: string;
  qr_svg: string;
}

export type Codes = ReturnType<typeof createCodes>;

/** Everything about codes that needs a key, and nothing that needs the database. */
export function createCodes(secret: InstallationSecret) {
  const encryptionKey = secret.derive('second factors');
  const recoveryKey = secret.derive('recovery codes');
  const totpOf = (base32: string, label: string) =>
    new TOTP({ issuer: 'Granary', label, secret: Secret.fromBase32(base32), period: periodSeconds });

  return {
    enrol(label: string): Enrolment {
      const base32 = new Secret({ size: 20 }).base32;
      const uri = totpOf(base32, label).toString();
      return { secret: base32, otpauth_uri: uri, qr_svg: renderSVG(uri, { border: 2, ecc: 'M' }) };
    },

    /** Bound to its person: put into another's row it cannot be read. */
    encrypt(base32: string, userId: string): string {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', encryptionKey, nonce).setAAD(Buffer.from(userId));
      const encrypted = Buffer.concat([cipher.update(base32, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString('base64');
    },

    /** @returns undefined when it was encrypted with another installation's secret */
    decrypt(stored: string, userId: string): string | undefined {
      const bytes = Buffer.from(stored, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', encryptionKey, bytes.subarray(0, 12))
        .setAAD(Buffer.from(userId))
        .setAuthTag(bytes.subarray(12, 28));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },

    /** @returns the step a code belongs to, undefined when it is not one of now or a step beside */
    stepOf(base32: string, code: string, at: Date): number | undefined {
      const delta = totpOf(base32, '').validate({ token: code, timestamp: at.getTime(), window });
      return delta === null ? undefined : Math.floor(at.getTime() / 1000 / periodSeconds) + delta;
    },

    /** Ten codes of 50 random bits, as `k3jw0-9mz2q`. */
    makeRecoveryCodes(): string[] {
      return Array.from({ length: recoveryCodes }, () => {
        const text = new Secret({ size: 7 }).base32.toLowerCase().slice(0, 10);
        return `${text.slice(0, 5)}-${text.slice(5)}`;
      });
    },

    /** With a key that is not in the database: 50 bits alone could be tried out. */
    hashRecoveryCode(code: string): string {
      const plain = code.toLowerCase().replaceAll(/[\s-]/g, '');
      return createHmac('sha256', recoveryKey).update(plain).digest('base64url');
    },
  };
}
