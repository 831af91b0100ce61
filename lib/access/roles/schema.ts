/** Roles: sets of rights that people hold in the organisation or in a team. Ten are built in; others are made by copying one. */
import { z } from 'zod';
import { kinds } from '../kinds.ts';
import { permissionNames } from '../permissions.ts';
import { RoleName } from '../users/schema.ts';

const line = (max: number, empty: string) =>
  z
    .string(empty)
    .trim()
    .min(1, empty)
    .max(max, `At most ${max} characters.`)
    .regex(/^[^\p{Cc}]*$/u, 'No line breaks or control characters.');

/** A word for a built-in role, a UUID for a custom one. */
export const RoleKey = z.string().min(1).max(50);

const fields = {
  name: line(60, 'Give the role a name.'),
  description: z
    .string()
    .trim()
    .max(500, 'At most 500 characters.')
    .refine((value) => !value.includes('\u0000'), 'No control characters.'),
  permissions: z.array(z.enum(permissionNames)).min(1, 'A role gives at least one right.').max(permissionNames.length),
  kinds: z.array(z.enum(kinds)).max(kinds.length),
};

export const NewRole = z.strictObject({ copiedFrom: RoleKey, ...fields, description: fields.description.default('') });
export type NewRole = z.output<typeof NewRole>;

const version = z.number().int().min(1);
/** What a preview showed; a change of rights is saved only while it still holds. */
const seen = z.string().length(64);

export const RoleEdit = z.strictObject({
  key: RoleKey,
  version,
  ...z.object(fields).partial().shape,
  seen: seen.optional(),
});
export type RoleEdit = z.output<typeof RoleEdit>;

export const RolePreviewInput = z.strictObject({
  key: RoleKey,
  version,
  permissions: fields.permissions,
  kinds: fields.kinds,
  /** Where the listed changes begin. */
  offset: z.number().int().min(0).default(0),
});
export type RolePreviewInput = z.output<typeof RolePreviewInput>;

export const RoleTurn = z.strictObject({ key: RoleKey, version });
export type RoleTurn = z.output<typeof RoleTurn>;

export const RoleRow = z.object({
  key: z.string(),
  scope: z.enum(['organisation', 'team']),
  name: z.string(),
  description: z.string(),
  permissions: z.array(z.enum(permissionNames)).readonly(),
  kinds: z.array(z.enum(kinds)).readonly(),
  builtIn: z.boolean(),
  copiedFrom: RoleName.nullable(),
  /** When it was retired: it is granted no more, and who holds it keeps it. */
  retiredAt: z.string().nullable(),
  version: z.number().int(),
  /** How many people and service accounts hold it; null where the caller may not know. */
  holders: z.number().int().nullable(),
});
export type RoleRow = z.output<typeof RoleRow>;

const RightChange = z.object({ permission: z.enum(permissionNames), kinds: z.array(z.enum(kinds)).nullable() });

export const RolePreview = z.object({
  /** Give it back when saving: it stands for exactly these changes. */
  seen,
  /** Who holds the role and is active. */
  holders: z.number().int(),
  gaining: z.number().int(),
  losing: z.number().int(),
  total: z.number().int(),
  /** Up to 200, from the offset on. */
  changes: z.array(
    z.object({
      principal: z.object({ id: z.uuid(), type: z.enum(['person', 'service']), name: z.string() }),
      team: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      gained: z.array(RightChange),
      lost: z.array(RightChange),
    }),
  ),
});
export type RolePreview = z.output<typeof RolePreview>;

export const RoleHolders = z.object({
  holders: z.array(
    z.object({
      principal: z.object({ id: z.uuid(), type: z.enum(['person', 'service']), name: z.string() }),
      /** Where they hold it; null for the whole organisation. */
      team: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      expiresAt: z.string().nullable(),
    }),
  ),
});
export type RoleHolders = z.output<typeof RoleHolders>;
