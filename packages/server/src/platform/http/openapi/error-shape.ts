import { z } from 'zod';

/** The one form of every refusal. */
export const errorReply = z
  .object({
    error: z.object({
      code: z.string().describe('Stable; docs/errors.md has an entry for each.'),
      message: z.string().describe('A sentence for the reader: what, where, how to mend it.'),
      details: z
        .array(
          z
            .looseObject({
              field: z.string().optional().describe('The field, parameter or header the detail is about.'),
              message: z.string(),
            })
            .meta({ title: 'ErrorDetail' }),
        )
        .describe('One entry for each field that is wrong; empty when no field is.'),
      correlation_id: z.string().describe('Also in the header x-correlation-id; it leads to the log entry.'),
    }),
  })
  .meta({ title: 'Error' });
