import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * pass: a plain wire. refuse: nobody listens, open connections are reset.
 * reset: each connection is reset at once. hang: accepted, and nothing comes
 * back, as behind a firewall that drops. half_open: connections that are open
 * now go silent, new ones pass.
 */
export type WireFault = 'pass' | 'refuse' | 'reset' | 'hang' | 'half_open';

interface Wire {
  near: Socket;
  far: Socket;
  silent: boolean;
}

/** A wire to the database that can be cut in the ways in which networks fail, on this machine only. */
export interface FaultProxy {
  readonly port: number;
  fault(fault: WireFault): Promise<void>;
  /** Holds everything that passes back by this much. */
  delay(ms: number): void;
  /** Connections that were accepted since the start. */
  readonly accepted: number;
  close(): Promise<void>;
}

/** @param target a port and host, or the folder of a Unix socket as `host` */
export async function startFaultProxy(target: { host: string; port: number }): Promise<FaultProxy> {
  const wires = new Set<Wire>();
  let fault: WireFault = 'pass';
  let delayMs = 0;
  let accepted = 0;
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;

  function onConnection(near: Socket): void {
    accepted += 1;
    near.on('error', () => undefined);
    if (fault === 'reset') {
      near.resetAndDestroy();
      return;
    }
    const far = target.host.startsWith('/')
      ? connect(`${target.host}/.s.PGSQL.${target.port}`)
      : connect(target.port, target.host);
    const wire: Wire = { near, far, silent: fault === 'hang' };
    wires.add(wire);
    far.on('error', () => near.destroy());
    near.on('data', (chunk) => {
      if (!wire.silent) far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (wire.silent) return;
      if (delayMs === 0) near.write(chunk);
      else setTimeout(() => near.writable && near.write(chunk), delayMs);
    });
    // A silent wire tells neither side that the other has gone.
    near.on('close', () => {
      wires.delete(wire);
      if (!wire.silent) far.destroy();
      else setTimeout(() => far.destroy(), 2_000).unref();
    });
    far.on('close', () => {
      if (!wire.silent) near.destroy();
    });
  }

  async function listen(onPort: number): Promise<Server> {
    const next = createServer(onConnection);
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject);
      next.listen(onPort, '127.0.0.1', resolve);
    });
    return next;
  }

  const isListening = () => server.listening;
  const stopListening = () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const { near, far } of wires) {
      near.resetAndDestroy();
      far.destroy();
    }
    wires.clear();
    return closed;
  };

  return {
    port,
    get accepted() {
      return accepted;
    },
    delay(ms) {
      delayMs = ms;
    },
    async fault(next) {
      fault = next;
      if (next === 'refuse') {
        if (isListening()) await stopListening();
        return;
      }
      if (!isListening()) server = await listen(port);
      if (next === 'pass') return;
      for (const wire of wires) {
        if (next === 'reset') wire.near.resetAndDestroy();
        else wire.silent = true;
      }
    },
    async close() {
      if (isListening()) await stopListening();
    },
  };
}
