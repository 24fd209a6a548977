import { z } from 'zod';
import { signInMode } from '../sessions/schema.ts';
import { newPassword } from './password-rules.ts';

export const email = z
  .email()
  .max(320)
  .transform((text) => text.toLowerCase());

/** What somebody types who signs in; whether it could be a password is not told to strangers. */
const typedPassword = z.string().min(1).max(1000);

export const linkBody = z.strictObject({ token: z.string().min(1).max(200) });
export const linkReply = z
  .object({ link: z.string().describe('Opens once, within 24 hours.') })
  .meta({ title: 'SignInLink' });
export const loginBody = z.strictObject({ email, password: typedPassword, mode: signInMode });
export const accountBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email,
  password: newPassword.optional().describe('Without one the password stays; the first one is needed.'),
  current_password: typedPassword.optional().describe('Needed once you have a password.'),
});
export const passwordBody = z.strictObject({ current_password: typedPassword, new_password: newPassword });

export const resetBody = z.strictObject({ email });
export const resetConfirmBody = z.strictObject({
  token: z.string().min(1).max(200),
  new_password: newPassword,
});
export const resetLinkReply = z
  .object({ link: z.string().describe('Opens once, within 30 minutes; hand it over in person.') })
  .meta({ title: 'PasswordResetLink' });
