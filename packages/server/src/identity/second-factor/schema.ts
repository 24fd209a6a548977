import { z } from 'zod';

export const challengeReply = z
  .object({
    challenge_token: z.string().describe('Sent with the code to POST /auth/second-factor, within 5 minutes.'),
    methods: z.array(z.enum(['totp', 'recovery_code'])),
  })
  .meta({ title: 'SecondFactorChallenge' });
