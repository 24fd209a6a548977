import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { compare as compareBcrypt } from 'bcryptjs';
import { inTurn } from './hashing-queue.ts';
import { normalized } from './password-rules.ts';

const derive = promisify(argon2);

/** OWASP's floor for argon2id (2024): 19 MiB, two passes, one lane. */
const cost = { memoryKiB: 19_456, passes: 2, lanes: 1, tagBytes: 32 } as const;

const current = `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=${cost.lanes}$`;
const argonForm = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/;
/** As `hashPassword` makes them. */
const currentForm = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/;
/** As other systems store them; cost 10 to 13, so that a hash can neither be trivial nor hold the server. */
const bcryptForm = /^\$2[aby]\$1[0-3]\$[./A-Za-z0-9]{53}$/;

/** @returns a PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await inTurn(() =>
    derive('argon2id', {
      message: normalized(password),
      nonce: salt,
      parallelism: cost.lanes,
      tagLength: cost.tagBytes,
      memory: cost.memoryKiB,
      passes: cost.passes,
    }),
  );
  return `${current}${base64(salt)}$${base64(tag)}`;
}

/** Takes as long for an unknown person as for a wrong password: pass `undefined` for the former. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  if (stored !== undefined && bcryptForm.test(stored)) {
    return inTurn(() => compareBcrypt(normalized(password), stored));
  }
  const match = argonForm.exec(stored ?? (await decoy));
  if (match === null) return false;
  const [memory, passes, lanes, salt, tag] = match.slice(1) as [string, string, string, string, string];
  const expected = Buffer.from(tag, 'base64');
  const actual = await inTurn(() =>
    derive('argon2id', {
      message: normalized(password),
      nonce: Buffer.from(salt, 'base64'),
      parallelism: Number(lanes),
      tagLength: expected.length,
      memory: Number(memory),
      passes: Number(passes),
    }),
  );
  return timingSafeEqual(expected, actual) && stored !== undefined;
}

/** Whether a hash should be replaced, now that its password is at hand: an imported one, or one of another cost. */
export function isOutdated(stored: string): boolean {
  return !stored.startsWith(current);
}

/** Whether a hash of another system, or of another Granary, can be taken over. */
export function isImportable(stored: string): boolean {
  return bcryptForm.test(stored) || currentForm.test(stored);
}

const decoy = hashPassword(randomBytes(16).toString('hex'));

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
