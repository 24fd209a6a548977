import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { granary, type Started, startGranary } from './granary.ts';

let server: Started;
let folder: string;
let address: string;
let settings: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-people-'));
  await chmod(folder, 0o711);
  settings = { GRANARY_DATA_DIR: join(folder, 'data') };
  server = startGranary(['start', '--empty', '--no-build'], {
    ...settings,
    PORT: '0',
    GRANARY_WORKER_THREADS: '1',
  });
  await server.waitFor(/Ready in/);
  [address = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(server.stdout()) ?? [];
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => granary(args, settings);
const ask = (path: string, token: string) =>
  fetch(`${address}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
const post = (path: string, body: object) =>
  fetch(`${address}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('granary people', () => {
  const account = { email: 'bea@shop.example', password: 'Quiet-Harbour-19' };
  const signIn = async () => (await post('/auth/login', account)).status;

  it('invites by e-mail address, and prints the link where no mail can be sent', async () => {
    const invited = await run('people', 'invite', account.email, '--role', 'planner', '--name', 'Bea');
    expect(invited).toMatchObject({ code: 0, stdout: expect.stringMatching(/\/app\/invitation#\S+\n$/) });
    const token = invited.stdout.trim().split('#')[1];
    const accepted = await post('/auth/invitation', { token, name: 'Bea', password: account.password });
    expect(accepted.status, await accepted.text()).toBe(201);
    expect(await signIn()).toBe(200);
  });

  it('lists who may come in', async () => {
    const listed = await run('people', 'list', '--role', 'planner');
    expect(listed).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Bea\s+bea@shop\.example\s+planner/),
    });
  });

  it('keeps somebody out and lets them in again, by address', async () => {
    expect(await run('people', 'deactivate', account.email)).toMatchObject({
      code: 0,
      stdout: 'Bea may no longer sign in.\n',
    });
    expect(await signIn()).toBe(401);
    expect(await run('people', 'reactivate', account.email)).toMatchObject({ code: 0 });
    expect(await signIn()).toBe(200);
    expect(await run('people', 'unlock', account.email)).toMatchObject({ code: 0 });
  });

  it('makes a link for a new password', async () => {
    const made = await run('people', 'password-link', account.email);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/\/app\/reset-password#\S+\n$/) });
  });

  it('exits with 1 for a role that does not exist and for somebody nobody knows', async () => {
    const noRole = await run('people', 'invite', 'ned@shop.example', '--role', 'wizard');
    expect(noRole).toMatchObject({ code: 1, stderr: expect.stringContaining('wizard') });
    const nobody = await run('people', 'deactivate', 'nobody@shop.example');
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('nobody@shop.example') });
  });
});

describe('granary tokens', () => {
  it('makes a token for what it may do, lists it without its secret, and revokes it', async () => {
    const made = await run('tokens', 'make', 'Till of Lyon 3', '--may', 'catalog.read', '--days', '7');
    expect(made.code, made.stderr).toBe(0);
    const token = made.stdout.trim();
    expect((await ask('/stores', token)).status).toBe(200);
    expect((await ask('/actions', token)).status).toBe(403);
    const listed = await run('tokens', 'list', '--json');
    expect(listed.stdout).not.toContain(token);
    const [row] = JSON.parse(listed.stdout) as { token_id: string; name: string }[];
    expect(row?.name).toBe('Till of Lyon 3');
    expect(await run('tokens', 'revoke', row?.token_id ?? '')).toMatchObject({ code: 0 });
    expect((await ask('/stores', token)).status).toBe(401);
  });
});
