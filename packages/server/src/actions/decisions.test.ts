import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActionRow } from './schema.ts';
import { proposal, seedBatch } from './test-company.ts';
import { createTestDesk, type TestDesk } from './test-desk.ts';

let desk: TestDesk;

beforeAll(async () => {
  desk = await createTestDesk();
});
beforeEach(() => desk.reset());
afterAll(() => desk.app.close());

const approve = (id: number | undefined, version = 1) => desk.post(`/actions/${id}/approve`, { version });
const codeOf = (reply: { json(): { error?: { code: string } } }) => reply.json().error?.code;

describe('deciding', () => {
  it('approves with actor, time, note and a new version', async () => {
    const [id] = await desk.propose(proposal());
    const reply = await desk.post(`/actions/${id}/approve`, { version: 1, note: 'Before Friday.' });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({
      action_id: id,
      status: 'APPROVED',
      version: 2,
      decided_by_name: 'Test planner',
      decision_note: 'Before Friday.',
    });
    expect(Date.parse(reply.json().decided_at)).toBeGreaterThan(Date.parse('2020-01-01'));
  });

  it('rejects a proposed and an approved action with the reason, after which nothing moves it', async () => {
    const [proposed, approved] = await desk.propose(
      proposal(),
      proposal({ batch_id: 'B-78', qty: 10, expected_savings: 1 }),
    );
    await approve(approved);
    for (const [id, version] of [
      [proposed, 1],
      [approved, 2],
    ]) {
      const reply = await desk.post(`/actions/${id}/reject`, { version, reason: 'Sold to the canteen.' });
      expect(reply.json()).toMatchObject({ status: 'REJECTED', decision_note: 'Sold to the canteen.' });
      expect(codeOf(await approve(id, Number(version) + 1))).toBe('actions.already_decided');
    }
  });

  it('says who decided already, and when, in the words of the organization', async () => {
    const [id] = await desk.propose(proposal());
    await approve(id);
    const again = await approve(id, 2);
    expect(again.statusCode).toBe(409);
    const today = new Intl.DateTimeFormat('en-GB', {
      day: 'numeric',
      month: 'long',
      timeZone: 'Europe/Paris',
    });
    expect(again.json().error).toMatchObject({
      code: 'actions.already_decided',
      message: `Approved by Test planner on ${today.format(new Date())}.`,
    });
  });

  it('refuses a decision on a version that has changed, and changes nothing', async () => {
    const [id] = await desk.propose(proposal());
    await desk.propose(proposal({ qty: 20 }));
    for (const [verb, body] of [
      ['approve', {}],
      ['reject', { reason: 'no' }],
    ] as const) {
      const reply = await desk.post(`/actions/${id}/${verb}`, { version: 1, ...body });
      expect([reply.statusCode, codeOf(reply)]).toEqual([409, 'actions.stale_version']);
    }
    expect((await desk.get(`/actions/${id}`)).json()).toMatchObject({
      status: 'PROPOSED',
      version: 2,
      qty: 20,
    });
    expect((await approve(id, 2)).statusCode).toBe(200);
  });

  it('refuses more than the newest count has left: two transfers of 8 from a batch of 10', async () => {
    const [first] = await desk.propose(proposal({ batch_id: 'B-78', action_type: 'TRANSFER', qty: 8 }));
    await approve(first);
    // The second came from a count that has since been corrected from 20 to 10.
    await desk.app.inOrganization((tx) =>
      sql`update stock.inventory_batches set on_hand_qty = 20 where batch_id = 'B-78'`.execute(tx),
    );
    const [second] = await desk.propose(proposal({ batch_id: 'B-78', qty: 8 }));
    await desk.app.inOrganization((tx) =>
      sql`update stock.inventory_batches set on_hand_qty = 10 where batch_id = 'B-78'`.execute(tx),
    );
    const reply = await approve(second);
    expect([reply.statusCode, codeOf(reply)]).toEqual([409, 'actions.exceeds_on_hand']);
    expect(reply.json().error.details).toMatchObject([{ on_hand: 10, claimed: 8 }]);
    await desk.app.inOrganization((tx) =>
      sql`update stock.inventory_batches set on_hand_qty = 16 where batch_id = 'B-78'`.execute(tx),
    );
    expect((await approve(second)).statusCode).toBe(200);
  });

  it('still counts the units of a completed action until the store counts again', async () => {
    const [first] = await desk.propose(proposal({ batch_id: 'B-78', action_type: 'TRANSFER', qty: 8 }));
    await approve(first);
    await desk.post(`/actions/${first}/complete`, { version: 2, recovered_value: 5, cleared_units: 8 });
    const [second] = await desk.propose(proposal({ batch_id: 'B-78', qty: 2, decide_by: '2026-03-09' }));
    await desk.app.inOrganization((tx) =>
      sql`update actions.actions set qty = 3 where action_id = ${second}`.execute(tx),
    );
    expect(codeOf(await approve(second))).toBe('actions.exceeds_on_hand');
    await desk.app.inOrganization((tx) =>
      seedBatch(tx, { batch_id: 'B-78', on_hand_qty: 3, snapshot_date: '2026-03-03' }),
    );
    expect((await approve(second)).statusCode).toBe(200);
  });

  it('refuses what the newest count of the store no longer lists', async () => {
    const [id] = await desk.propose(proposal());
    await desk.app.inOrganization((tx) =>
      seedBatch(tx, { batch_id: 'B-79', on_hand_qty: 5, snapshot_date: '2026-03-03' }),
    );
    expect(codeOf(await approve(id))).toBe('actions.exceeds_on_hand');
  });

  it('refuses a proposal whose time has passed; on its last day it is accepted', async () => {
    const [late, inTime] = await desk.propose(
      proposal({ decide_by: '2026-03-03' }),
      proposal({ batch_id: 'B-78', qty: 10, decide_by: '2026-03-04', expected_savings: 1 }),
    );
    await desk.app.inOrganization(async (tx) => {
      await seedBatch(tx, { batch_id: 'B-77', on_hand_qty: 48, snapshot_date: '2026-03-04' });
      await seedBatch(tx, { batch_id: 'B-78', on_hand_qty: 10, snapshot_date: '2026-03-04' });
    });
    expect(codeOf(await approve(late))).toBe('actions.too_late');
    expect((await approve(inTime)).statusCode).toBe(200);
    expect((await desk.post(`/actions/${late}/reject`, { version: 1, reason: 'Too late.' })).statusCode).toBe(
      200,
    );
  });

  it('completes an approved action only, with no more units than it was for', async () => {
    const [id] = await desk.propose(proposal({ qty: 20 }));
    const complete = (version: number, body: object) =>
      desk.post(`/actions/${id}/complete`, { version, recovered_value: 10, cleared_units: 20, ...body });
    const early = await complete(1, {});
    expect([early.statusCode, codeOf(early)]).toEqual([409, 'actions.not_approved']);
    await approve(id);
    for (const body of [
      { cleared_units: 21 },
      { cleared_units: -1 },
      { cleared_units: 1.5 },
      { recovered_value: -1 },
      { recovered_value: undefined },
      { cleared_units: undefined },
      { extra: 1 },
    ]) {
      expect([body, (await complete(2, body)).statusCode]).toEqual([body, 422]);
    }
    const done = await complete(2, {});
    expect([done.statusCode, done.json().status]).toEqual([200, 'DONE']);
    expect(codeOf(await complete(3, {}))).toBe('actions.already_decided');
    const outcomes = await desk.app.inOrganization((tx) =>
      sql`select recovered_value, cleared_units from actions.action_outcomes where action_id = ${id}`.execute(
        tx,
      ),
    );
    expect(outcomes.rows).toEqual([{ recovered_value: '10.00', cleared_units: 20 }]);
  });

  it('approves several, each on its own', async () => {
    const [first, second] = await desk.propose(
      proposal(),
      proposal({ batch_id: 'B-78', qty: 10, expected_savings: 1 }),
    );
    const reply = await desk.post('/actions/approve', {
      items: [
        { action_id: first, version: 7 },
        { action_id: 999_999, version: 1 },
        { action_id: second, version: 1 },
        { action_id: second, version: 1 },
      ],
    });
    expect(reply.statusCode).toBe(200);
    expect(reply.json().results).toMatchObject([
      { action_id: first, ok: false, error: { code: 'actions.stale_version' } },
      { action_id: 999_999, ok: false, error: { code: 'actions.not_found' } },
      { action_id: second, ok: true },
      { action_id: second, ok: false, error: { code: 'actions.already_decided' } },
    ]);
    const approved: ActionRow[] = (await desk.get('/actions?status=APPROVED')).json().data;
    expect(approved.map((row) => row.action_id)).toEqual([second]);
  });

  it('neither shows nor moves an action of another organization', async () => {
    const [id] = await desk.propose(proposal());
    const orgId = await desk.app.otherOrganization();
    const token = await desk.app.identity.createSignInLink(orgId);
    const signedIn = await desk.app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/link',
      payload: { token },
    });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    const headers = { cookie, 'x-granary-client': 'web' };
    const url = `/api/v1/actions/${id}`;
    const payload = { version: 1 };
    expect((await desk.app.http.inject({ url, headers })).statusCode).toBe(404);
    const approval = { method: 'POST', url: `${url}/approve`, payload } as const;
    expect((await desk.app.http.inject({ ...approval, headers })).statusCode).toBe(404);
    // The same cookie without the header of our own page is refused outright.
    expect((await desk.app.http.inject({ ...approval, headers: { cookie } })).statusCode).toBe(403);
    expect((await approve(id)).statusCode).toBe(200);
  });

  it('is not for viewers, nor for strangers, and says what is missing in the body', async () => {
    const [id] = await desk.propose(proposal());
    const bodies = {
      approve: { version: 1 },
      reject: { version: 1, reason: 'no' },
      complete: { version: 1, recovered_value: 1, cleared_units: 1 },
    };
    for (const [verb, body] of Object.entries(bodies)) {
      const url = `/actions/${id}/${verb}`;
      expect([verb, (await desk.post(url, body, 'viewer')).statusCode]).toEqual([verb, 403]);
      expect([verb, (await desk.app.http.inject({ method: 'POST', url, payload: body })).statusCode]).toEqual(
        [verb, 401],
      );
      expect([verb, (await desk.post(url, {})).statusCode]).toEqual([verb, 422]);
      expect([verb, (await desk.post(`/actions/999999/${verb}`, body)).statusCode]).toEqual([verb, 404]);
    }
    expect((await desk.post(`/actions/${id}/reject`, { version: 1, reason: '  ' })).statusCode).toBe(422);
    expect(
      (await desk.post('/actions/approve', { items: [{ action_id: id, version: 1 }] }, 'viewer')).statusCode,
    ).toBe(403);
    expect((await desk.get(`/actions/${id}`)).json()).toMatchObject({ status: 'PROPOSED', version: 1 });
  });
});
