import type { TwoOrganizations } from '../matrix/two-organizations.ts';
import { injectedHeader, type Payload, product, sleepSeconds } from './corpus.ts';
import type { Position } from './positions.ts';

/** Slower than this is suspicious, and asked again: a busy machine is slow once, an obeyed sleep always. */
const suspiciousMs = (sleepSeconds - 2) * 1000;

/** What the answer to a payload shows of its having worked; empty is as it should be. */
export async function tryPayload(
  both: TwoOrganizations,
  position: Position,
  payload: Payload,
  headers: Record<string, string>,
): Promise<{ status: number; body: string; hits: string[] }> {
  const options = await position.put(payload.text);
  const request = { ...options, headers: { ...headers, ...(options.headers as Record<string, string>) } };
  const began = performance.now();
  const reply = await both.app.http.inject(request);
  const took = performance.now() - began;
  const hits: string[] = [];
  if (reply.statusCode >= 500) hits.push(`answers ${reply.statusCode}: ${reply.body.slice(0, 200)}`);
  if (took > suspiciousMs && (await isSlowAgain(both, request))) hits.push(`takes ${Math.round(took)} ms`);
  if (reply.headers[injectedHeader] !== undefined) hits.push('sets a header of the attacker');
  if (reply.body.includes(product) && !payload.text.includes(product)) hits.push('evaluates a template');
  if (/root:[x*]:0:0/.test(reply.body)) hits.push('shows a file of the machine');
  if (/PATH=|NODE_OPTIONS=/.test(reply.body)) hits.push('shows the environment');
  if (/node_modules|\bat .+\.ts:\d+|syntax error at or near/.test(reply.body)) hits.push('shows the inside');
  const type = String(reply.headers['content-type'] ?? '');
  const isDownload = String(reply.headers['content-disposition'] ?? '').startsWith('attachment;');
  const isInert =
    /^(application\/json|text\/csv|text\/plain)/.test(type) ||
    (type === 'application/octet-stream' && isDownload);
  if (reply.body !== '' && !isInert) hits.push(`answers with ${type}`);
  if (reply.headers['x-content-type-options'] !== 'nosniff') hits.push('lets the browser guess the type');
  const location = String(reply.headers.location ?? '/');
  if (!location.startsWith('/') || location.startsWith('//')) hits.push(`leads to ${location}`);
  if (Reflect.get({}, 'attacked') !== undefined) hits.push('pollutes the prototype of all objects');
  return { status: reply.statusCode, body: reply.body, hits };
}

async function isSlowAgain(both: TwoOrganizations, request: object): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt++) {
    const began = performance.now();
    await both.app.http.inject(request);
    if (performance.now() - began < suspiciousMs) return false;
  }
  return true;
}
