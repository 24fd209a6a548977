import type { Preparations } from '../../../test/contract/examples.ts';

export const opsExamples: Preparations = {
  'POST /notices/:notice_id/acknowledge': async ({ app, orgId, ask }) => {
    app.platform.ops.raise({
      kind: 'fault',
      message: 'GET /api/v1/risk failed on our side (internal_error, TypeError).',
      orgId,
    });
    const { data } = await ask<{ data: { notice_id: string }[] }>({ url: '/api/v1/notices?open=true' });
    return { params: { notice_id: data[0]?.notice_id ?? '' } };
  },
};
