/** What those who manage people change about them. */
import { z } from 'zod';
import { MailAddress, PersonName } from '../schema.ts';

const Id = z.uuid();

export const PersonEdit = z.strictObject({
  id: Id,
  /** The version that the edit was made on. */
  version: z.number().int().min(1),
  name: PersonName.optional(),
  email: MailAddress.optional(),
});
export type PersonEdit = z.output<typeof PersonEdit>;

export const RoleChange = z.strictObject({ id: Id, role: z.string().min(1).max(100) });
export type RoleChange = z.output<typeof RoleChange>;
