import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActionRow } from './schema.ts';
import { proof, proposal, seedBatch } from './test-company.ts';
import { createTestDesk, type TestDesk } from './test-desk.ts';

let desk: TestDesk;

beforeAll(async () => {
  desk = await createTestDesk();
});
beforeEach(() => desk.reset());
afterAll(() => desk.app.close());

const idsOf = (reply: { json(): { data: ActionRow[] } }) => reply.json().data.map((row) => row.action_id);

describe('GET /actions', () => {
  it('lists what saves most first, with names, rank and the batch as it was', async () => {
    const ids = await desk.propose(
      proposal(),
      proposal({ action_type: 'TRANSFER', qty: 8, expected_savings: 40, end_date: null }),
      proposal({ sku_id: 'BUN', batch_id: 'B-90', from_store: 'S2', expected_savings: 22.4, qty: 5 }),
    );
    const reply = await desk.get('/actions');
    expect(reply.statusCode).toBe(200);
    expect(idsOf(reply)).toEqual(ids);
    const [transfer, ...rest] = reply.json().data;
    expect(transfer).toMatchObject({
      rank: 1,
      action_type: 'TRANSFER',
      status: 'PROPOSED',
      from_store_name: 'Harbour',
      to_store_name: 'Station',
      item_name: 'Oat milk 1 l',
      category: 'Dairy',
      unit: 'each',
      expiry_date: '2026-03-09',
      on_hand_qty: 48,
      qty: 8,
      discount_pct: null,
      end_date: null,
      expected_savings: 40,
      chance_of_gain: 0.97,
      unit_cost: 1.35,
      dispose: false,
      version: 1,
      decided_at: null,
    });
    // Equal savings: the older id first.
    expect(rest.map((row: ActionRow) => row.rank)).toEqual([2, 3]);
    expect(reply.json().page).toEqual({ next_cursor: null, total: 3 });
  });

  it('filters by status and its alias, type, store at either end, item, category and batch', async () => {
    const [markdown, transfer, bun] = await desk.propose(
      proposal({ expected_savings: 30 }),
      proposal({ action_type: 'TRANSFER', qty: 8, expected_savings: 20 }),
      proposal({ sku_id: 'BUN', batch_id: 'B-90', from_store: 'S2', qty: 5, expected_savings: 10 }),
    );
    await desk.post(`/actions/${bun}/approve`, { version: 1 });
    const found = async (query: string) => idsOf(await desk.get(`/actions?${query}`));
    expect(await found('status=PROPOSED')).toEqual([markdown, transfer]);
    expect(await found('status=pending')).toEqual([markdown, transfer]);
    expect(await found('status=APPROVED')).toEqual([bun]);
    expect(await found('action_type=TRANSFER')).toEqual([transfer]);
    expect(await found('store_id=S2')).toEqual([transfer, bun]);
    expect(await found('from_store=S2')).toEqual([bun]);
    expect(await found('to_store=S2')).toEqual([transfer]);
    expect(await found('sku_id=BUN')).toEqual([bun]);
    expect(await found('category=Dairy')).toEqual([markdown, transfer]);
    expect(await found('batch_id=B-90')).toEqual([bun]);
    expect(await found('store_id=S2&category=Dairy')).toEqual([transfer]);
    expect(await found('category=Bread')).toEqual([]);
    // The rank is the place within a status, whatever the filter.
    expect((await desk.get('/actions?batch_id=B-90')).json().data[0].rank).toBe(1);
    expect((await desk.get('/actions?action_type=TRANSFER')).json().data[0].rank).toBe(2);
  });

  it('sorts by each listed field in both directions', async () => {
    await desk.propose(
      proposal({ qty: 20, expected_savings: 30 }),
      proposal({ action_type: 'TRANSFER', qty: 8, expected_savings: 20 }),
      proposal({ sku_id: 'BUN', batch_id: 'B-90', from_store: 'S2', qty: 15, expected_savings: 10 }),
    );
    const quantities = async (sort: string) =>
      (await desk.get(`/actions?sort=${sort}`)).json().data.map((row: ActionRow) => row.qty);
    expect(await quantities('qty')).toEqual([8, 15, 20]);
    expect(await quantities('-qty')).toEqual([20, 15, 8]);
    expect(await quantities('expected_savings')).toEqual([15, 8, 20]);
    expect(await quantities('sku_id')).toEqual([15, 20, 8]);
    expect(await quantities('-created_at')).toEqual([20, 8, 15]);
  });

  it.each(['expected_savings', '-expected_savings', 'created_at', '-sku_id', 'status', 'chance_of_gain'])(
    'walks all pages in the order of %s without skipping or repeating, while actions are added',
    async (sort) => {
      const batches = Array.from({ length: 7 }, (_, n) => `P-${n}`);
      await desk.app.inOrganization(async (tx) => {
        for (const batch_id of [...batches, 'LATE']) await seedBatch(tx, { batch_id, on_hand_qty: 9 });
      });
      // Equal savings in pairs, so that a page ends inside a tie.
      const all = batches.map((batch_id, n) =>
        proposal({ batch_id, qty: 9, expected_savings: Math.floor(n / 2) + 0.1 }),
      );
      const ids = await desk.propose(...all);
      const seen: number[] = [];
      let cursor = '';
      do {
        const page = (await desk.get(`/actions?limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`)).json();
        seen.push(...page.data.map((row: ActionRow) => row.action_id));
        cursor = page.page.next_cursor ?? '';
        if (seen.length === 4)
          await desk.propose(...all, proposal({ batch_id: 'LATE', qty: 9, expected_savings: 1.1 }));
      } while (cursor !== '');
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(ids));
    },
  );

  it('refuses unknown filters, fields, limits and forged cursors', async () => {
    const bad = [
      'stor_id=S1',
      'sort=reason',
      'limit=0',
      'limit=501',
      'status=OPEN',
      'cursor=abc',
      'cursor=eyJzIjoieCIsInYiOltdfQ',
    ];
    for (const query of bad) {
      const reply = await desk.get(`/actions?${query}`);
      expect([query, reply.statusCode]).toEqual([query, 422]);
    }
  });

  it('streams the whole list as CSV, without formulas a spreadsheet would run', async () => {
    await desk.propose(
      proposal(),
      proposal({
        sku_id: 'BUN',
        batch_id: 'B-90',
        from_store: 'S2',
        qty: 5,
        expected_savings: 10,
        reason: 'Unsold, "old"',
      }),
    );
    const reply = await desk.get('/actions?format=csv&limit=1');
    expect(reply.headers['content-type']).toMatch(/^text\/csv/);
    const lines = reply.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(
      /^action_id,action_type,from_store,to_store,sku_id,batch_id,qty,discount_pct,start_date,expected_savings,status,/,
    );
    expect(lines[1]).toMatch(/^\d+,MARKDOWN,S1,,MILK,B-77,31,30,2026-03-03,22.4,PROPOSED,1,/);
    expect(lines[2]).toContain(`'=Bun`);
    expect(lines[2]).toContain('"Unsold, ""old"""');
  });

  it('is also served without the prefix, and to nobody who is not signed in', async () => {
    const [id] = await desk.propose(proposal());
    const reply = await desk.app.http.inject({ url: '/actions', headers: await desk.app.as('viewer') });
    expect(idsOf(reply)).toEqual([id]);
    expect((await desk.app.http.inject({ url: '/api/v1/actions' })).statusCode).toBe(401);
  });
});

describe('GET /actions/:action_id', () => {
  it('returns the action with proof, history, outcome and the rest of the plan', async () => {
    const [id, sibling] = await desk.propose(
      proposal(),
      proposal({ action_type: 'TRANSFER', qty: 8, expected_savings: 9 }),
    );
    await desk.post(`/actions/${id}/approve`, { version: 1 });
    await desk.post(`/actions/${id}/complete`, {
      version: 2,
      recovered_value: 51.25,
      cleared_units: 30,
      notes: 'One broken.',
    });
    const reply = await desk.get(`/actions/${id}`);
    expect(reply.statusCode).toBe(200);
    const detail = reply.json();
    expect(detail).toMatchObject({
      action_id: id,
      status: 'DONE',
      version: 3,
      decided_by_name: 'Test planner',
    });
    expect(detail.proof).toEqual(proof());
    expect(detail.outcomes).toMatchObject([
      { recovered_value: 51.25, cleared_units: 30, notes: 'One broken.' },
    ]);
    expect(detail.plan.map((row: ActionRow) => row.action_id)).toEqual([sibling]);
    expect(
      detail.history.map((entry: { verb: string; actor_name: string }) => [entry.verb, entry.actor_name]),
    ).toEqual([
      ['proposed', 'Granary (nightly run)'],
      ['approved', 'Test planner'],
      ['completed', 'Test planner'],
    ]);
    expect(detail.history[2]).toMatchObject({
      before: { status: 'APPROVED', version: 2 },
      after: { status: 'DONE', version: 3, recovered_value: 51.25, cleared_units: 30 },
    });
  });

  it('tells a disposal', async () => {
    const [id] = await desk.propose(
      proposal({ action_type: 'LIQUIDATE', dispose: true, expected_savings: -3 }),
    );
    expect((await desk.get(`/actions/${id}`)).json()).toMatchObject({ dispose: true, expected_savings: -3 });
  });

  it('answers 404 for an unknown id and 422 for what is no id', async () => {
    expect((await desk.get('/actions/999999')).statusCode).toBe(404);
    expect((await desk.get('/actions/9007199254740993')).statusCode).toBe(422);
    expect((await desk.get('/actions/one')).statusCode).toBe(422);
  });
});
