import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createGranaryClient, type GranaryClient, type Me, unwrap } from '@granary/client';
import { CommandFailed } from './failure.ts';
import { type Formats, formatsOf, setWhenReaderGone } from './output.ts';
import { openOwnServer, terminalFile } from './roles.ts';
import { stopOnSignal } from './stop-on-signal.ts';

/** A server to talk to, signed in. */
export interface Connection {
  granary: GranaryClient;
  me: Me;
  formats: Formats;
}

/** Settings of the terminal itself, beside those of the server. */
export const terminalSettings = [
  {
    name: 'GRANARY_URL',
    default: '',
    description: 'Address of the server the terminal talks to; default: the one running on the data folder.',
  },
  { name: 'GRANARY_TOKEN', default: '', description: 'Token the terminal sends to GRANARY_URL.' },
  { name: 'NO_COLOR', default: '', description: 'Any value keeps colours out of what the terminal prints.' },
];

const healthPatienceMs = 2_000;
/** A server that starts holds the folder some seconds before it answers. */
const startPatienceMs = 30_000;

/**
 * Does some work with a server: the one of GRANARY_URL, else the one running
 * on the data folder, else one started in this process for this work only.
 *
 * @throws CommandFailed when the server named by GRANARY_URL does not answer
 */
export async function withServer<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
  const url = process.env.GRANARY_URL;
  if (url) return work(await signIn(url, process.env.GRANARY_TOKEN));
  const running = await findRunning();
  if (running !== undefined) return work(running);
  const own = await openOwn();
  if ('granary' in own) return work(own);
  // Interrupted, or without a reader, it must not leave its database behind.
  const stop = stopOnSignal();
  setWhenReaderGone(() => own.close().finally(() => process.exit()));
  const interrupted = stop.asked.then(() => {
    throw new CommandFailed('Interrupted.');
  });
  try {
    return await Promise.race([signIn(own.address, own.terminalToken).then(work), interrupted]);
  } finally {
    await own.close();
  }
}

/** Signs in at a server by its address and token. */
export async function signIn(url: string, token: string | undefined): Promise<Connection> {
  const granary = createGranaryClient({ baseUrl: url, ...(token ? { token } : {}) });
  try {
    const me = await unwrap(granary.GET('/api/v1/me'));
    return { granary, me, formats: formatsOf(me.organization) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CommandFailed(
      `No Granary answers at ${url}. Start one with "granary start", or correct GRANARY_URL.`,
    );
  }
}

/** The server running on the data folder, if there is one and it answers. */
export async function findRunning(): Promise<Connection | undefined> {
  const text = await readFile(await terminalFile(), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EACCES') return undefined;
    throw new CommandFailed(
      `${error.path} belongs to another account. Set GRANARY_URL and GRANARY_TOKEN instead.`,
    );
  });
  if (text === undefined) return undefined;
  const { url, token, pid } = JSON.parse(text) as { url: string; token: string; pid: number };
  if (!isAlive(pid) || !(await isHealthy(url))) return undefined;
  return signIn(url, token);
}

/** A server of our own, or the one that took the folder a moment before us. */
async function openOwn(): Promise<Connection | Awaited<ReturnType<typeof openOwnServer>>> {
  const deadline = Date.now() + startPatienceMs;
  for (;;) {
    try {
      return await openOwnServer();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'DataFolderInUse' || Date.now() > deadline) throw error;
    }
    await pause(500);
    const running = await findRunning();
    if (running !== undefined) return running;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, under another account.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isHealthy(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(healthPatienceMs);
  return fetch(`${url}/health`, { signal }).then(
    (reply) => reply.ok,
    () => false,
  );
}
