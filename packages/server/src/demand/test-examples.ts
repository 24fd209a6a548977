import type { Preparations } from '../../test/contract/examples.ts';

export const demandExamples: Preparations = {
  'GET /forecasts/:forecast_id': async ({ ask }) => {
    const { data } = await ask<{ data: { forecast_id: string }[] }>({
      method: 'POST',
      url: '/api/v1/forecasts/generate',
      payload: { sku_ids: ['DAI-001'], store_ids: ['S01'], horizon: 2, method: 'ets' },
    });
    return { params: { forecast_id: data[0]!.forecast_id } };
  },
};
