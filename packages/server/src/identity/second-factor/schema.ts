import { z } from 'zod';

export const challengeReply = z
  .object({
    challenge_token: z.string().describe('Sent with the code to POST /auth/second-factor, within 5 minutes.'),
    methods: z.array(z.enum(['totp', 'recovery_code'])),
  })
  .meta({ title: 'SecondFactorChallenge' });

const code = z
  .string()
  .regex(/^\d{6}$/, 'the six digits your authenticator shows')
  .describe('Six digits; each works once.');

export const answerBody = z
  .strictObject({
    challenge_token: z.string().min(1).max(200),
    code: code.optional(),
    recovery_code: z.string().min(1).max(40).optional(),
  })
  .refine((body) => (body.code === undefined) !== (body.recovery_code === undefined), {
    error: 'send either code or recovery_code',
    path: ['code'],
  });

const password = z.string().min(1).max(1000);
export const confirmBody = z.strictObject({
  code,
  password: password.optional().describe('Yours; it may be left out by who has none yet.'),
});
export const passwordOnlyBody = z.strictObject({ password });

export const secondFactorState = z
  .object({ is_on: z.boolean(), recovery_codes_left: z.number().int() })
  .meta({ title: 'SecondFactor' });
export type SecondFactorState = z.output<typeof secondFactorState>;

export const enrolmentReply = z
  .object({
    secret: z.string().describe('Base 32, for typing it in.'),
    otpauth_uri: z.string(),
    qr_svg: z.string().describe('The address as a picture for the phone to read.'),
  })
  .meta({ title: 'SecondFactorEnrolment' });

export const recoveryCodesReply = z
  .object({ recovery_codes: z.array(z.string()).describe('Shown once; each works once.') })
  .meta({ title: 'RecoveryCodes' });
