import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An operating-system account for a child process. */
export type Account = { uid: number; gid: number };

/** PostgreSQL refuses to run as root; "nobody" needs no entry in /etc/passwd. */
export const UNPRIVILEGED: Account = { uid: 65534, gid: 65534 };

/** Where root keeps what that account must reach, best first. */
export const ROOT_FOLDERS = ['/var/lib/granary', join(tmpdir(), 'granary')];
