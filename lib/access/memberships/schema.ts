/** Memberships: who is in which team, with one role each, for good or until a time. */
import { z } from 'zod';
import { RoleKey } from '../roles/schema.ts';
import { RoleName } from '../users/schema.ts';

/** When a role goes by itself; null for never. */
export const Expiry = z.iso.datetime({ offset: true, error: 'a time, such as 2026-12-31T23:59:59Z' }).nullable();

const place = { id: z.uuid(), personId: z.uuid() };
const version = z.number().int().min(1);

export const NewMember = z.strictObject({ ...place, role: RoleKey, expiresAt: Expiry.default(null) });
export type NewMember = z.output<typeof NewMember>;

export const MemberEdit = z.strictObject({ ...place, version, role: RoleKey.optional(), expiresAt: Expiry.optional() });
export type MemberEdit = z.output<typeof MemberEdit>;

export const MemberEnd = z.strictObject({ ...place, version });
export type MemberEnd = z.output<typeof MemberEnd>;

export const Member = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  status: z.enum(['active', 'invited', 'deactivated']),
  role: RoleName,
  /** The role is granted to nobody else any more. */
  roleRetired: z.boolean(),
  /** Holds the right to manage the members. */
  leads: z.boolean(),
  expiresAt: z.string().nullable(),
  since: z.string(),
  grantedBy: z.string().nullable(),
  version,
  /** May the caller change or remove them? */
  mayChange: z.boolean(),
});
export type Member = z.output<typeof Member>;
