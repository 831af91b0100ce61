/** A new password in place of a lost one: asked for by the person or by whoever manages people, chosen by the person alone. */
import { z } from 'zod';
import { LinkToken } from '../../links/schema.ts';
import { MailAddress, NewPassword } from '../schema.ts';

export const ResetRequest = z.strictObject({ email: MailAddress });
export const ResetCompletion = z.strictObject({ token: LinkToken, password: NewPassword });
export type ResetCompletion = z.output<typeof ResetCompletion>;
