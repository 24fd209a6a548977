import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
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

describe('granary people import', () => {
  // "old one, no rules" as bcrypt of cost 10.
  const passwordHash = '$2b$10$E339pjGDb.R6veyDtFYlRunLtY0hKjiz1EBV6/78m3EenxjJkDC5y';
  const importing = async (...lines: string[]) => {
    const file = join(folder, 'people.csv');
    await writeFile(file, `${lines.join('\n')}\n`);
    return run('people', 'import', file);
  };

  it('adds the people of a file, and tells line by line who was refused and why', async () => {
    const heading = 'name,email,role,password_hash,approval_limit';
    const good = `"Ruiz, Ana",ana@shop.example,planner,${passwordHash},500`;
    const imported = await importing(
      heading,
      good,
      `Bob,bob@shop.example,wizard,${passwordHash},`,
      'Cid,cid@shop.example,viewer,$2b$04$tooweak,',
      `Dee,ana@shop.example,viewer,${passwordHash},`,
      `Eve,eve@shop.example,viewer,${passwordHash},much`,
    );
    expect(imported.code).toBe(1);
    const told = imported.stdout.trim().split(/\n(?=line)/);
    expect(told.map((line) => line.split(':')[0])).toEqual([
      'line 3, bob@shop.example',
      'line 4, cid@shop.example',
      'line 5, ana@shop.example',
      'line 6, eve@shop.example',
    ]);
    expect(told[0]).toContain('wizard');
    expect(told[1]).toContain('bcrypt');
    expect(told[2]).toContain('e-mail');
    expect(told[3]).toContain('approval_limit');
    expect(imported.stderr).toContain('1 person added, 4 refused');
    const signedIn = await post('/auth/login', { email: 'ana@shop.example', password: 'old one, no rules' });
    expect(signedIn.status).toBe(200);

    const again = await importing(heading, good);
    expect(again).toMatchObject({ code: 1, stdout: expect.stringContaining('line 2, ana@shop.example') });
    const last = await importing(heading, good.replaceAll('ana@', 'gus@'));
    expect(last).toMatchObject({ code: 0, stdout: '1 person can sign in with the password they have.\n' });
  });

  it('says which columns it needs', async () => {
    const wrong = await importing('name,mail,role,password_hash', 'Ana,a@shop.example,viewer,x');
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('it lacks email; "mail" is not known');
  });
});

describe('granary organization', () => {
  it('adds one beside the others, with a link for its first owner, who sees it alone', async () => {
    const made = await run(
      'organization',
      'create',
      'Second company',
      '--currency',
      'CHF',
      '--time-zone',
      'Europe/Zurich',
      '--json',
    );
    expect(made.code, made.stderr).toBe(0);
    const { org_id, link, ...organization } = JSON.parse(made.stdout);
    expect(organization).toMatchObject({
      name: 'Second company',
      currency: 'CHF',
      time_zone: 'Europe/Zurich',
    });

    const listed = await run('organization', 'list');
    expect(listed).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Second company\s+CHF.*Europe\/Zurich/),
    });
    const all = JSON.parse((await run('organization', 'list', '--json')).stdout) as { org_id: string }[];
    expect(all).toHaveLength(2);
    expect(all.at(-1)?.org_id).toBe(org_id);

    const opened = await post('/auth/link', { token: link.split('#')[1] });
    expect(opened.status).toBe(200);
    expect(await opened.json()).toMatchObject({ role: 'owner', organization: { name: 'Second company' } });
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    const asOwner = async (path: string) => fetch(`${address}/api/v1${path}`, { headers: { cookie } });
    const people = (await (await asOwner('/users')).json()) as { data: { name: string }[] };
    expect(people.data.map(({ name }) => name)).toEqual(['Owner']);
    // What is the whole installation's is no longer any one organization's.
    expect((await asOwner('/blocked-addresses')).status).toBe(403);
    expect(await run('blocked', 'list')).toMatchObject({ code: 0, stdout: 'No address is blocked.\n' });
    expect(await run('blocked', 'lift', '203.0.113.7')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('203.0.113.7'),
    });
  });

  it.each([
    ['a currency nobody has', ['Third', '--currency', 'XQZ'], 'XQZ'],
    ['a time zone nobody lives in', ['Third', '--time-zone', 'Mars/Olympus'], 'Mars/Olympus'],
  ])('is not made with %s', async (_what, args, told) => {
    const made = await run('organization', 'create', ...args);
    expect(made).toMatchObject({ code: 1, stderr: expect.stringContaining(told) });
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
