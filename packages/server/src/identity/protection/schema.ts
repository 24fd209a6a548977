import { z } from 'zod';

export const blockedAddress = z
  .object({
    address: z.string().describe('An IPv4 address, or the /64 network of an IPv6 address.'),
    reason: z.enum(['scanning', 'guessing', 'stuffing', 'injection']),
    times: z.number().int().describe('Blocks in a row; each is twice as long as the last.'),
    blocked_at: z.string(),
    blocked_until: z.string(),
  })
  .meta({ title: 'BlockedAddress' });

export const blockedAddressList = z.object({ data: z.array(blockedAddress) });
