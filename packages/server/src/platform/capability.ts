import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database/index.ts';
import type { Events } from './events/events.ts';
import type { ErrorEntries } from './http/error-catalogue.ts';
import type { TitledShapes } from './http/openapi/document.ts';
import type { ReplyCache } from './http/reply-cache.ts';
import type { Route } from './http/route.ts';
import type { InstallationSecret } from './installation-secret.ts';
import type { RunDefinition, Runs } from './jobs/runs.ts';
import type { Threads } from './jobs/threads.ts';
import type { Mail } from './mail/mail.ts';
import type { Ops } from './ops/index.ts';
import type { Outside } from './outside/outside.ts';
import type { PersonalTable } from './personal-data/personal-table.ts';

/** What every capability stands on; made once in `app.ts`. */
export interface Platform {
  config: Config;
  /** The time of day; tests move it. */
  clock: Clock;
  /** What the keys of this installation are derived from. */
  secret: InstallationSecret;
  log: Logger;
  database: Database;
  events: Events;
  runs: Runs;
  threads: Threads;
  /** Calls to what is outside of Granary, with their breakers. */
  outside: Outside;
  mail: Mail;
  /** Notices, figures and counts of failures. */
  ops: Ops;
  /** Kept replies of reads. */
  replies: ReplyCache;
}

/** What a capability declares to the assembly. */
export interface Declared {
  name: string;
  /** Each permission with the sentence shown in the role editor. */
  permissions?: Record<string, string>;
  /** Each error code with when it is answered and what to do about it. */
  errors?: ErrorEntries;
  routes?: Route[];
  /** What is promised of routes to come. */
  shapes?: TitledShapes;
  runs?: RunDefinition[];
  /** Which of its tables hold values about people. */
  personalData?: readonly PersonalTable[];
  /** Its part of the nightly run, in the order in which capabilities are created. */
  nightly?: NightlyStep[];
}

export interface NightlyStep {
  name: string;
  /** Share of the whole run's time, for the progress bar. */
  weight: number;
  perform(context: NightlyContext): Promise<Record<string, number>>;
}

export interface NightlyContext {
  orgId: string;
  runId: string;
  log: Logger;
  /** Cancels between chunks of work. */
  signal: AbortSignal;
  /** Progress of this step, 0 to 1. */
  progress(share: number, message?: string): Promise<void>;
}
