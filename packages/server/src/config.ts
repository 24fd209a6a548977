import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The checkout (or install) this server runs from. */
export const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

const keepDays = (days: number, sentence: string) =>
  z.coerce.number().int().min(1).max(3_650).default(days).describe(sentence);

const megabytes = (count: number) => count * 1024 * 1024;

/** Values separated by commas; empty is none. */
const list = (entry: z.ZodType<string, string>) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(entry));

const count = (fallback: number, max = 1_000_000_000) =>
  z.coerce.number().int().min(1).max(max).default(fallback);

const webOrigin = z
  .string()
  .refine(
    (text) =>
      URL.canParse(text) &&
      /^https?:$/.test(new URL(text).protocol) &&
      new URL(text).origin === text &&
      !text.includes('*'),
    'name each origin as scheme, host and port, like https://shop.example; * is not accepted',
  );

/**
 * Every setting of Granary: name in the environment, unit, default and one
 * sentence. This file is the only reader of the environment.
 */
const settings = {
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8000)
    .describe('Port of the API and the screen; 0 picks a free one.'),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on; 0.0.0.0 opens Granary to the network.'),
  GRANARY_DATA_DIR: z
    .string()
    .min(1)
    .default(join(projectFolder, '.granary'))
    .describe('Folder of the embedded database, the uploaded files and the logs.'),
  DATABASE_URL: z
    .string()
    .optional()
    .describe('postgres://… of a PostgreSQL server (15 or newer); empty starts the embedded one.'),
  GRANARY_PUBLIC_URL: z
    .url()
    .optional()
    .describe('Address people use to reach Granary, when a proxy stands before it.'),
  GRANARY_TRUSTED_PROXIES: list(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).describe(
    'Addresses or networks of the proxies before Granary, separated by commas; only their x-forwarded-for is believed.',
  ),
  GRANARY_CORS_ORIGINS: list(webOrigin).describe(
    'Origins whose pages may call the API from a browser, separated by commas, as https://shop.example.',
  ),
  GRANARY_LIMIT_WINDOW_SECONDS: count(60, 3600).describe(
    'Length of the windows in which requests are counted.',
  ),
  GRANARY_LIMIT_READS: count(6000).describe('Reads accepted from one person or machine token in a window.'),
  GRANARY_LIMIT_WRITES: count(1200).describe(
    'Changes accepted from one person or machine token in a window.',
  ),
  GRANARY_LIMIT_ADDRESS: count(12_000).describe(
    'Requests accepted from one address in a window; an IPv6 address counts by its first half.',
  ),
  GRANARY_LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('How much is written to granary.log in the data folder; info has a line for each request.'),
  GRANARY_REPLY_CACHE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(megabytes(4096))
    .default(megabytes(32))
    .describe('Memory for replies of reads, kept until something changes, in bytes; 0 keeps none.'),
  GRANARY_UPLOAD_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(megabytes(512))
    .describe('Largest accepted upload, in bytes.'),
  GRANARY_WORKER_THREADS: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('Threads for forecasts and projections; default: one per core.'),
  GRANARY_NIGHTLY_CRON: z
    .string()
    .default('10 2 * * *')
    .describe('When the nightly run starts, as a cron line in the time zone of the organization.'),
  GRANARY_SESSION_IDLE_HOURS: z.coerce
    .number()
    .positive()
    .max(24 * 30)
    .default(8)
    .describe('Hours without a request after which a session ends.'),
  GRANARY_SESSION_MAX_DAYS: z.coerce
    .number()
    .positive()
    .max(365)
    .default(30)
    .describe(
      'Days after which a session ends, however often it is renewed; one that nobody renews ends after 7.',
    ),
  GRANARY_SECRET: z
    .string()
    .min(32, 'use at least 32 characters, such as those of: openssl rand -base64 32')
    .optional()
    .describe(
      'What all keys are derived from; the same on every server of one database. Default: the file "secret" in the data folder, made on the first start.',
    ),
  GRANARY_TOKEN_MAX_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(365)
    .describe('Most days a token for machines may live.'),
  GRANARY_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'Mail server, as smtp://user:password@host:587 or smtps://…; without it no mail is sent, and administrators make links.',
    ),
  GRANARY_SMTP_CLEAR_TEXT: z
    .enum(['refuse', 'allow'])
    .default('refuse')
    .describe(
      'Whether name and password of GRANARY_SMTP_URL may go to another machine without TLS, as to an old server in a closed network.',
    ),
  GRANARY_MAIL_FROM: z
    .string()
    .min(3)
    .max(320)
    .default('Granary <granary@localhost>')
    .describe('Sender of mails, as Granary <granary@example.com>.'),
  GRANARY_LOGIN_ATTEMPTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .positive()
    .default(10)
    .describe('Sign-in attempts accepted per address and minute.'),
  GRANARY_DOOR_PROBES: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(50)
    .describe(
      'Different things tried in vain from one address in five minutes that count as an attack; 0 never blocks.',
    ),
  GRANARY_BLOCK_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 60)
    .default(15)
    .describe(
      'Minutes for which strangers at the address of an attack are refused; doubled when it goes on.',
    ),
  GRANARY_KEEP_SESSIONS_DAYS: keepDays(30, 'Days a session and a sign-in link are kept after their end.'),
  GRANARY_KEEP_INVITATIONS_DAYS: keepDays(90, 'Days an invitation is kept after its end.'),
  GRANARY_KEEP_SECURITY_EVENTS_DAYS: keepDays(
    365,
    'Days security events are kept: sign-ins, failures, refusals, changes of rights.',
  ),
  GRANARY_KEEP_IDEMPOTENCY_DAYS: keepDays(1, 'Days the reply to a request with an Idempotency-Key is kept.'),
} as const;

export interface Config {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | undefined;
  publicUrl: string | undefined;
  trustedProxies: string[];
  corsOrigins: string[];
  rateLimits: { windowSeconds: number; reads: number; writes: number; address: number };
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  replyCacheBytes: number;
  uploadMaxBytes: number;
  workerThreads: number | undefined;
  nightlyCron: string;
  sessionIdleHours: number;
  sessionMaxDays: number;
  tokenMaxDays: number;
  smtpUrl: string | undefined;
  smtpClearText: 'refuse' | 'allow';
  mailFrom: string;
  secret: string | undefined;
  /** Where the secret is when no setting gives it. */
  secretFile: string;
  loginAttemptsPerMinute: number;
  doorProbes: number;
  blockMinutes: number;
  /** Days after which the nightly run removes what is no longer needed. */
  keepDays: {
    sessions: number;
    invitations: number;
    securityEvents: number;
    idempotency: number;
  };
}

/** Names, defaults and sentences, for the documentation and `granary settings`. */
export function describeSettings(): { name: string; default: string; description: string }[] {
  return Object.entries(settings).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    return {
      name,
      default: fallback.success && fallback.data !== undefined ? String(fallback.data) : '',
      description: schema.description ?? '',
    };
  });
}

/**
 * @throws {Error} naming each setting that cannot be read, its value and what is accepted
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(
    Object.keys(settings).map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  );
  const parsed = z.object(settings).safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) => `  ${String(issue.path[0])}=${given[String(issue.path[0])] ?? ''}: ${issue.message}`,
    );
    throw new Error(`These settings cannot be used:\n${lines.join('\n')}`);
  }
  const values = parsed.data;
  const dataDir = isAbsolute(values.GRANARY_DATA_DIR)
    ? values.GRANARY_DATA_DIR
    : resolve(process.cwd(), values.GRANARY_DATA_DIR);
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir,
    databaseUrl: values.DATABASE_URL,
    publicUrl: values.GRANARY_PUBLIC_URL,
    trustedProxies: values.GRANARY_TRUSTED_PROXIES,
    corsOrigins: values.GRANARY_CORS_ORIGINS,
    rateLimits: {
      windowSeconds: values.GRANARY_LIMIT_WINDOW_SECONDS,
      reads: values.GRANARY_LIMIT_READS,
      writes: values.GRANARY_LIMIT_WRITES,
      address: values.GRANARY_LIMIT_ADDRESS,
    },
    logLevel: values.GRANARY_LOG_LEVEL,
    replyCacheBytes: values.GRANARY_REPLY_CACHE_BYTES,
    uploadMaxBytes: values.GRANARY_UPLOAD_MAX_BYTES,
    workerThreads: values.GRANARY_WORKER_THREADS,
    nightlyCron: values.GRANARY_NIGHTLY_CRON,
    sessionIdleHours: values.GRANARY_SESSION_IDLE_HOURS,
    sessionMaxDays: values.GRANARY_SESSION_MAX_DAYS,
    tokenMaxDays: values.GRANARY_TOKEN_MAX_DAYS,
    smtpUrl: values.GRANARY_SMTP_URL,
    smtpClearText: values.GRANARY_SMTP_CLEAR_TEXT,
    mailFrom: values.GRANARY_MAIL_FROM,
    secret: values.GRANARY_SECRET,
    secretFile: join(dataDir, 'secret'),
    loginAttemptsPerMinute: values.GRANARY_LOGIN_ATTEMPTS_PER_MINUTE,
    doorProbes: values.GRANARY_DOOR_PROBES,
    blockMinutes: values.GRANARY_BLOCK_MINUTES,
    keepDays: {
      sessions: values.GRANARY_KEEP_SESSIONS_DAYS,
      invitations: values.GRANARY_KEEP_INVITATIONS_DAYS,
      securityEvents: values.GRANARY_KEEP_SECURITY_EVENTS_DAYS,
      idempotency: values.GRANARY_KEEP_IDEMPOTENCY_DAYS,
    },
  };
}
