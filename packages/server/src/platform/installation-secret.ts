import { hkdfSync, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What every key of this installation is derived from; never stored in the database. */
export interface InstallationSecret {
  /** Tells this installation's tokens from another's. */
  installationId: string;
  /** 32 bytes for one purpose; from one key no other can be computed. */
  derive(purpose: string): Buffer;
}

/**
 * The secret of the setting GRANARY_SECRET, or that of the data folder's file,
 * which is made on the first start. Servers that share one database must share
 * one secret, else each refuses the tokens of the others.
 *
 * @param file path of the secret's file, readable by its owner only
 */
export async function openInstallationSecret(
  given: string | undefined,
  file: string,
): Promise<InstallationSecret> {
  return deriveFrom(given ?? (await readOrMake(file)));
}

export function deriveFrom(secret: string): InstallationSecret {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, 'granary installation', purpose, 32));
  return { installationId: derive('installation id').toString('hex').slice(0, 16), derive };
}

async function readOrMake(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  try {
    // Two processes that start together on one folder must not each make one.
    await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = await readWhenWritten(file);
  await chmod(file, 0o600);
  return secret;
}

const shortestSecret = 32;

/** The other process has made the file and writes it within a moment. */
async function readWhenWritten(file: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const secret = (await readFile(file, 'utf8')).trim();
    if (secret.length >= shortestSecret) return secret;
    if (attempt === 20) {
      throw new Error(
        `${file} holds fewer than ${shortestSecret} characters. Restore it from a backup; without it, second factors cannot be read. Delete it to begin with a new one.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
