import { z } from 'zod';

/** Asked of the runtime, so that what is stored can be used for writing figures and days. */
const canBe = (test: (value: string) => unknown) => (value: string) => {
  try {
    return Boolean(test(value));
  } catch {
    return false;
  }
};

export const organizationReply = z
  .object({
    org_id: z.uuid(),
    name: z.string(),
    currency: z.string(),
    locale: z.string(),
    time_zone: z.string(),
    is_demo: z.boolean(),
    version: z.number().int(),
  })
  .meta({ title: 'Organization' });
export type OrganizationRow = z.output<typeof organizationReply>;

export const organizationBody = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters, as EUR')
    .refine(
      canBe((code) => Intl.supportedValuesOf('currency').includes(code)),
      'no currency that is known here',
    )
    .optional()
    .describe('Can change while there are no sales, stock, purchases or actions: money is not converted.'),
  locale: z
    .string()
    .max(35)
    .refine(
      canBe((tag) => Intl.NumberFormat.supportedLocalesOf(tag).length === 1),
      'no locale that is known here; one is en-GB',
    )
    .optional(),
  time_zone: z
    .string()
    .regex(/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/, 'a name such as Europe/Paris')
    .max(64)
    .refine(
      canBe((zone) => new Intl.DateTimeFormat('en', { timeZone: zone })),
      'no time zone that is known here; one is Europe/Paris',
    )
    .optional()
    .describe('Of calendar days and of the nightly run.'),
  version: z.number().int().positive(),
});
export type OrganizationChange = z.output<typeof organizationBody>;
