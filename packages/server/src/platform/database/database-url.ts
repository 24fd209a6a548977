import type pg from 'pg';
import { DatabaseSetupError } from './errors.ts';

const FORMS =
  'Use postgres://user:password@host:5432/database (also postgresql://, with ?sslmode=require or ' +
  '?host=/path/to/socket-folder), or leave DATABASE_URL unset to use the PostgreSQL that comes with Granary.';

/**
 * Reads DATABASE_URL.
 * @throws DatabaseSetupError naming the supported forms, for `sqlite:` and any other address
 */
export function connectionOf(url: string): pg.ClientConfig {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url.trim())?.[1]?.toLowerCase();
  if (scheme !== 'postgres' && scheme !== 'postgresql') {
    const what =
      scheme === undefined ? 'is not an address' : `names "${scheme}:", and Granary runs on PostgreSQL only`;
    throw new DatabaseSetupError(`DATABASE_URL ${what}. ${FORMS}`);
  }
  let parsed: URL;
  try {
    parsed = new URL(url.trim());
  } catch (error) {
    throw new DatabaseSetupError(`DATABASE_URL cannot be read. ${FORMS}`, { cause: error });
  }
  const database = decodeURIComponent(parsed.pathname.slice(1));
  if (database === '') throw new DatabaseSetupError(`DATABASE_URL names no database. ${FORMS}`);
  const query = parsed.searchParams;
  const port = query.get('port') ?? parsed.port;
  return {
    host: query.get('host') ?? (decodeURIComponent(parsed.hostname).replace(/^\[|\]$/g, '') || 'localhost'),
    port: port === '' ? 5432 : Number(port),
    database,
    user: decodeURIComponent(parsed.username) || undefined,
    password: decodeURIComponent(parsed.password) || undefined,
    ssl: sslOf(query.get('sslmode')),
    options: query.get('options') ?? undefined,
  };
}

/** libpq's meaning: "require" encrypts without checking who answers, the "verify" modes check it. */
function sslOf(mode: string | null): pg.ClientConfig['ssl'] {
  switch (mode) {
    case null:
    case 'disable':
    case 'allow':
    case 'prefer':
      return undefined;
    case 'require':
      return { rejectUnauthorized: false };
    case 'verify-ca':
    case 'verify-full':
      return { rejectUnauthorized: true };
    default:
      throw new DatabaseSetupError(
        `DATABASE_URL has sslmode=${mode}; known are disable, prefer, require, verify-ca, verify-full.`,
      );
  }
}
