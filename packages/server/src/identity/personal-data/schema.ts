import { z } from 'zod';

export const personParams = z.strictObject({ user_id: z.uuid() });

export const personalDataReply = z
  .object({
    user_id: z.uuid(),
    exported_at: z.string(),
    held: z.array(
      z.object({
        table: z.string(),
        purpose: z.string().describe('Why it is held.'),
        kept: z.string().describe('For how long.'),
        rows: z.array(z.record(z.string(), z.unknown())),
      }),
    ),
  })
  .meta({ title: 'PersonalData' });

export const erasureReply = z
  .object({
    user_id: z.uuid(),
    pseudonym: z.string().describe('Stands where the name was.'),
    erased_at: z.string(),
  })
  .meta({ title: 'Erasure' });
