import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import type { TwoOrganizations } from '../matrix/two-organizations.ts';
import { type Reached, watchRoutes } from '../reached.ts';
import { askerOf, endsSession, pairsOf, positionsOf } from './positions.ts';
import { strayFiles } from './state.ts';

export interface OutsideResult {
  /** Raw request lines for files, and requests with an address in them. */
  pathsAsked: number;
  addressesSent: number;
  /** Answers to the raw request lines by their status. */
  pathAnswers: Record<string, number>;
  reached: Reached;
  escapes: string[];
}

const canary = 'granary-canary-5b1f';

/**
 * Tries to leave: to files that are not meant to be served, by request lines
 * that no client library would send; and to other machines, by addresses of a
 * server of ours, which must not be called, in every place of every route.
 */
export async function tryOutsideReach(both: TwoOrganizations, share: number): Promise<OutsideResult> {
  await writeFile(join(both.folder, 'canary.txt'), canary);
  const result: OutsideResult = {
    pathsAsked: 0,
    addressesSent: 0,
    pathAnswers: {},
    reached: watchRoutes(both.app.routes),
    escapes: [],
  };
  await tryPaths(both, result);
  await tryAddresses(both, share, result);
  const stray = await strayFiles(both.folder, [both.ours.orgId, both.theirs.orgId]);
  result.escapes.push(...stray.map((path) => `a file lies at ${path}`));
  return result;
}

/** Below these addresses files are served, or ids of files stand. */
const fileAddresses = [
  '/app/',
  '/app/assets/',
  '/docs/',
  '/docs/static/',
  '/redoc/',
  '/redoc/static/',
  '/api/v1/upload/',
  '/',
];
const steps = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%5c',
  '..\\',
  '....//',
  '..;/',
  '.%00./',
  '%252e%252e%252f',
  '..%c0%af',
  '//',
  '/./../',
];

async function tryPaths(both: TwoOrganizations, result: OutsideResult): Promise<void> {
  await both.app.http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = both.app.http.server.address() as AddressInfo;
  const { authorization = '' } = await both.as('owner');
  const files = [
    'etc/passwd',
    'proc/self/environ',
    'package.json',
    'packages/server/src/config.ts',
    `${both.folder.replace(/^\//, '')}/canary.txt`,
    'canary.txt',
    `${both.folder.replace(/^\//, '')}/data/secret`,
  ];
  const secret = await readFile(join(both.folder, 'data', 'secret'), 'latin1').then((text) => text.trim());
  const lines = fileAddresses.flatMap((address) =>
    steps.flatMap((step) => files.map((file) => `GET ${address}${step.repeat(9)}${file} HTTP/1.1`)),
  );
  lines.push(
    'GET file:///etc/passwd HTTP/1.1',
    'GET http://169.254.169.254/latest/meta-data/ HTTP/1.1',
    'GET \\..\\..\\etc\\passwd HTTP/1.1',
    `GET /app/${'%2e%2e/'.repeat(200)}etc/passwd HTTP/1.1`,
    'GET /app/%00/etc/passwd HTTP/1.1',
    'GET /app/index.html%00.js HTTP/1.1',
    'GET /app/.vite/manifest.json HTTP/1.1',
    'GET /app/../package.json HTTP/1.1',
  );
  // What is served is served on this way, so that a refusal is one of the file.
  const page = await send(port, 'GET /docs/ HTTP/1.1\r\nhost: granary\r\nconnection: close\r\n\r\n');
  if (!page.startsWith('HTTP/1.1 200')) result.escapes.push(`/docs/ is answered ${page.slice(0, 20)}`);
  for (const line of lines) {
    const answer = await send(
      port,
      `${line}\r\nhost: granary\r\nauthorization: ${authorization}\r\nconnection: close\r\n\r\n`,
    );
    result.pathsAsked += 1;
    const status = answer.slice(9, 12);
    result.pathAnswers[status] = (result.pathAnswers[status] ?? 0) + 1;
    const shown = [/root:[x*]:0:0/, /PATH=/, /"workspaces"/, /describeSettings/, new RegExp(canary)].find(
      (mark) => mark.test(answer),
    );
    if (answer.includes(secret)) result.escapes.push(`${line} shows the secret of the installation`);
    if (shown !== undefined) result.escapes.push(`${line} shows ${shown}`);
    if (/^HTTP\/1\.1 5/.test(answer)) result.escapes.push(`${line} is answered ${status}`);
    if (answer === '') result.escapes.push(`${line} is not answered`);
  }
}

function send(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('latin1');
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('data', (piece: string) => {
      answer += piece;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    );
  });
}

async function tryAddresses(both: TwoOrganizations, share: number, result: OutsideResult): Promise<void> {
  const called: string[] = [];
  let connections = 0;
  const trap = createServer((request, reply) => {
    called.push(request.url ?? '');
    reply.end();
  });
  trap.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const { port } = trap.address() as AddressInfo;
  const addresses = [
    (mark: number) => `http://127.0.0.1:${port}/${mark}`,
    (mark: number) => `//127.0.0.1:${port}/${mark}`,
    (mark: number) => `http://localhost:${port}/${mark}`,
    (mark: number) => `http://[::ffff:127.0.0.1]:${port}/${mark}`,
    (mark: number) => `http://2130706433:${port}/${mark}`,
    (mark: number) => `<img src="http://127.0.0.1:${port}/${mark}">`,
    (mark: number) => `=WEBSERVICE("http://127.0.0.1:${port}/${mark}")`,
  ];
  const positions = positionsOf(both);
  for (const [position, address] of pairsOf(positions, addresses, share)) {
    const headers = await both.as(askerOf(position.route), endsSession.test(position.route) ? 'new' : 'same');
    const request = await position.put(address(positions.indexOf(position)));
    const reply = await both.app.http.inject({
      ...request,
      headers: { ...headers, ...(request.headers as Record<string, string>) },
    });
    result.addressesSent += 1;
    result.reached.record(position.route, reply.statusCode);
    if (String(reply.headers.location ?? '').includes(`:${port}`))
      result.escapes.push(`${position.route}, ${position.name}: leads to the attacker`);
  }
  const me = await both.app.http.inject({ url: '/api/v1/me', headers: await both.as('owner') });
  if (me.statusCode !== 200) result.escapes.push(`the owner's session ended: ${me.body.slice(0, 200)}`);
  // What is called in the background has a moment to do so.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const ofServer = connections;
  // The trap itself must work for its silence to mean something.
  await fetch(`http://127.0.0.1:${port}/control`, { headers: { connection: 'close' } });
  if (called.pop() !== '/control') result.escapes.push('the trap does not work');
  if (ofServer > called.length) result.escapes.push(`the server opened ${ofServer} connections to the trap`);
  await new Promise((resolve) => trap.close(resolve));
  result.escapes.push(
    ...called.map((url) => {
      const position = positions[Number(url.slice(1))];
      return `${position?.route}, ${position?.name}: the server called the address`;
    }),
  );
}
