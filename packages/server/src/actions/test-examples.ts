import type { ExampleCompany } from '../../test/contract/example-company.ts';
import type { LiveValues, Preparations } from '../../test/contract/examples.ts';

interface Row {
  action_id: number;
  version: number;
  qty: number;
}

/** The action of this status that was proposed last: the least likely to share its batch with others. */
async function newest({ ask }: ExampleCompany, status: string): Promise<Row> {
  const { data } = await ask<{ data: Row[] }>({
    url: `/api/v1/actions?status=${status}&sort=-action_id&limit=1`,
  });
  const [row] = data;
  if (row === undefined) throw new Error(`the example company has no action that is ${status}`);
  return row;
}

const onNewest =
  (status: string) =>
  async (company: ExampleCompany): Promise<LiveValues> => {
    const { action_id, version } = await newest(company, status);
    return { params: { action_id }, body: { version } };
  };

export const actionExamples: Preparations = {
  'POST /actions/approve': async ({ ask }) => {
    const { data } = await ask<{ data: Row[] }>({ url: '/api/v1/actions?status=PROPOSED&limit=2' });
    return { body: { items: data.map(({ action_id, version }) => ({ action_id, version })) } };
  },
  'POST /actions/reject': async ({ ask }) => {
    const { data } = await ask<{ data: Row[] }>({
      url: '/api/v1/actions?status=PROPOSED&sort=-action_id&limit=2',
    });
    const reason = 'The store has a promotion from Monday on.';
    return { body: { items: data.map(({ action_id, version }) => ({ action_id, version, reason })) } };
  },
  'POST /actions/complete': async (company) => {
    const { action_id, version } = await newest(company, 'APPROVED');
    return { body: { items: [{ action_id, version, recovered_value: 12.5, cleared_units: 1 }] } };
  },
  'POST /actions/:action_id/approve': onNewest('PROPOSED'),
  'POST /actions/:action_id/reject': onNewest('PROPOSED'),
  'POST /actions/:action_id/complete': onNewest('APPROVED'),
};
