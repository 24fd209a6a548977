import { readConfig, startServer } from '../packages/server/src/main.ts';

/**
 * Granary in a process of its own, so that its memory is its own. Started with
 * `fork`: says `ready` over the channel, answers `memory`, and closes on `close`
 * or when its parent is gone. Settings come from the environment.
 */
export type FromServer =
  | { type: 'ready'; address: string; token: string; startMs: number }
  | { type: 'failed'; message: string }
  | { type: 'memory'; peakBytes: number };
export type ToServer = { type: 'memory' } | { type: 'close' };

const send = (message: FromServer): void => void process.send?.(message);

try {
  const startedAt = performance.now();
  const running = await startServer({
    role: 'start',
    config: readConfig(),
    firstOrganization: { name: 'Benchmark', isDemo: false },
  });
  const close = async (): Promise<void> => {
    await running.close();
    process.exit(0);
  };
  process.on('message', (message: ToServer) => {
    // maxRSS is in kilobytes: getrusage(2), and libuv for the other systems.
    if (message.type === 'memory') send({ type: 'memory', peakBytes: process.resourceUsage().maxRSS * 1024 });
    else void close();
  });
  process.on('disconnect', () => void close());
  process.on('SIGINT', () => undefined);
  send({
    type: 'ready',
    address: running.address as string,
    token: running.terminalToken,
    startMs: performance.now() - startedAt,
  });
} catch (error) {
  send({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
