import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { proposal } from './test-company.ts';
import { createTestDesk, type TestDesk } from './test-desk.ts';

/** 31 units at 1.35 are stock worth 41.85. */
const atStake = 41.85;
let desk: TestDesk;

beforeAll(async () => {
  desk = await createTestDesk();
  await desk.app.as('planner');
  await desk.app.as('admin');
});
afterAll(() => desk.app.close());
beforeEach(() => desk.reset());

const limitPlanner = (limit: number | null) =>
  desk.app.inOrganization((tx) =>
    sql`update identity.users set approval_limit = ${limit} where role = 'planner'`.execute(tx),
  );

describe('an approval limit', () => {
  it('is compared with the stock at cost that the action shows, and reached exactly it still allows', async () => {
    const [id] = await desk.propose(proposal());
    expect((await desk.get(`/actions/${id}`)).json().value_at_stake).toBe(atStake);
    await limitPlanner(atStake);
    expect((await desk.post(`/actions/${id}/approve`, { version: 1 })).statusCode).toBe(200);
  });

  it('refuses what is worth more, and names the limit and who can approve', async () => {
    const [id] = await desk.propose(proposal());
    await limitPlanner(41.84);
    const refused = await desk.post(`/actions/${id}/approve`, { version: 1 });
    expect(refused.statusCode).toBe(403);
    expect(refused.json().error).toMatchObject({
      code: 'approval_limit_exceeded',
      message:
        'This is about stock worth 41.85 EUR, and you may approve up to 41.84 EUR. It can be approved by: Test admin.',
      details: [{ approval_limit: 41.84, value_at_stake: atStake, currency: 'EUR' }],
    });
    expect((await desk.get(`/actions/${id}`)).json().status).toBe('PROPOSED');
    expect((await desk.post(`/actions/${id}/approve`, { version: 1 }, 'admin')).statusCode).toBe(200);
  });

  it('holds for each of several, without holding up the others', async () => {
    const small = proposal({ batch_id: 'B-78', qty: 2, expected_savings: 1 });
    const [large, little] = await desk.propose(proposal(), small);
    await limitPlanner(10);
    const reply = await desk.post('/actions/approve', {
      items: [large, little].map((action_id) => ({ action_id, version: 1 })),
    });
    expect(reply.json().results).toMatchObject([
      { action_id: large, ok: false, error: { code: 'approval_limit_exceeded' } },
      { action_id: little, ok: true },
    ]);
  });

  it('of the role holds for a person without one of their own', async () => {
    const [id] = await desk.propose(proposal());
    await limitPlanner(null);
    const limitRole = (limit: number | null) =>
      desk.app.inOrganization((tx) =>
        sql`update identity.roles set approval_limit = ${limit} where code = 'planner'`.execute(tx),
      );
    await limitRole(5);
    expect((await desk.post(`/actions/${id}/approve`, { version: 1 })).statusCode).toBe(403);
    await limitRole(null);
    expect((await desk.post(`/actions/${id}/approve`, { version: 1 })).statusCode).toBe(200);
  });

  it('does not keep anybody from rejecting', async () => {
    const [id] = await desk.propose(proposal());
    await limitPlanner(0);
    expect((await desk.post(`/actions/${id}/reject`, { version: 1, reason: 'not now' })).statusCode).toBe(
      200,
    );
  });
});
