import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/**
 * The longest time between two turns of the event loop in which this thread
 * computed or was blocked, in milliseconds. What the machine made it wait for a
 * processor does not count, for that is not the request's doing; Linux tells it
 * for each thread (`run_delay`). Elsewhere the time of the processor is taken.
 */
export function watchLoop(): { stop(): number } {
  const delays = openRunDelays();
  const now = () => ({ wall: performance.now(), waited: delays.readMs() });
  let last = now();
  let longest = 0;
  const look = () => {
    const next = now();
    longest = Math.max(longest, next.wall - last.wall - (next.waited - last.waited));
    last = next;
  };
  let isWatching = true;
  const tick = () => {
    if (!isWatching) return;
    look();
    setImmediate(tick);
  };
  setImmediate(tick);
  return {
    stop() {
      isWatching = false;
      look();
      delays.close();
      return longest;
    },
  };
}

/** Of the main thread, whose number is that of the process. */
const schedule = `/proc/self/task/${process.pid}/schedstat`;

function openRunDelays(): { readMs(): number; close(): void } {
  if (!existsSync(schedule)) return { readMs: withoutProcessor, close: () => undefined };
  const file = openSync(schedule, 'r');
  const buffer = Buffer.alloc(64);
  return {
    // Time at work, time ready but not at work, turns: the times in nanoseconds.
    readMs() {
      const length = readSync(file, buffer, 0, buffer.length, 0);
      return Number(buffer.toString('latin1', 0, length).split(' ')[1]) / 1e6;
    },
    close: () => closeSync(file),
  };
}

function withoutProcessor(): number {
  const { user, system } = process.threadCpuUsage();
  return performance.now() - (user + system) / 1000;
}
