import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's floor for argon2id (2024): 19 MiB, two passes, one lane. */
const cost = { memoryKiB: 19_456, passes: 2, lanes: 1, tagBytes: 32 } as const;

/** @returns a PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive('argon2id', {
    message: password,
    nonce: salt,
    parallelism: cost.lanes,
    tagLength: cost.tagBytes,
    memory: cost.memoryKiB,
    passes: cost.passes,
  });
  return `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=${cost.lanes}$${base64(salt)}$${base64(tag)}`;
}

/** Takes as long for an unknown person as for a wrong password: pass `undefined` for the former. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored ?? (await decoy));
  if (match === null) return false;
  const [, memory, passes, lanes, salt, tag] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const expected = Buffer.from(tag, 'base64');
  const actual = await derive('argon2id', {
    message: password,
    nonce: Buffer.from(salt, 'base64'),
    parallelism: Number(lanes),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
  });
  return timingSafeEqual(expected, actual) && stored !== undefined;
}

const decoy = hashPassword(randomBytes(16).toString('hex'));

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
