import type { Preparations } from '../../../test/contract/examples.ts';
import { blockAddress } from './queries.ts';

export const protectionExamples: Preparations = {
  'DELETE /blocked-addresses/:address': async ({ app }) => {
    const block = {
      address: '203.0.113.7',
      reason: 'scanning',
      minutes: 15,
      mostMinutes: 60,
      at: new Date(),
    };
    await blockAddress(app.platform.database, block);
    return {};
  },
};
