/** Requests for access: somebody asks for a role in a team, with a reason; its lead or an administrator decides, never they themselves. */
import { z } from 'zod';
import { Expiry } from '../memberships/schema.ts';
import { RoleKey } from '../roles/schema.ts';
import { RoleName } from '../users/schema.ts';

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max} characters.`)
    .refine((value) => !value.includes('\u0000'), 'No control characters.');

export const NewRequest = z.strictObject({
  teamId: z.uuid('Choose a team.'),
  role: RoleKey,
  reason: text(1000).min(1, 'Say what you need it for: whoever decides reads this.'),
  /** Until when the role is wanted; null for good. */
  until: Expiry.default(null),
});
export type NewRequest = z.output<typeof NewRequest>;

export const Approval = z.strictObject({
  id: z.uuid(),
  /** A lesser role than the one asked for. */
  role: RoleKey.optional(),
  /** Until when it shall hold, no longer than was asked for; what was asked for when left out. */
  until: Expiry.optional(),
  note: text(1000).default(''),
});
export type Approval = z.output<typeof Approval>;

export const Refusal = z.strictObject({ id: z.uuid(), note: text(1000).min(1, 'Say why: who asked reads this.') });
export type Refusal = z.output<typeof Refusal>;

export const requestStates = ['open', 'approved', 'refused', 'withdrawn'] as const;

export const RequestListInput = z.strictObject({
  /** `mine`: what the caller asked for. `waiting`: what the caller may decide on. `decided`: what was decided where they may. */
  which: z.enum(['mine', 'waiting', 'decided']),
  teamId: z.uuid().optional(),
});
export type RequestListInput = z.output<typeof RequestListInput>;

export const AccessRequest = z.object({
  id: z.uuid(),
  team: z.object({ id: z.uuid(), name: z.string() }),
  person: z.object({ id: z.uuid(), name: z.string() }),
  role: RoleName,
  roleRetired: z.boolean(),
  /** The role that the person has in the team now. */
  held: RoleName.nullable(),
  reason: z.string(),
  until: z.string().nullable(),
  status: z.enum(requestStates),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
  createdAt: z.string(),
});
export type AccessRequest = z.output<typeof AccessRequest>;
