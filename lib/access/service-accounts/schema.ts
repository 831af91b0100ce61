/** Service accounts: principals of a team that no person signs in as. They hold one role in that team and act through tokens alone. */
import { z } from 'zod';
import { NewToken, Rotation } from '../tokens/schema.ts';

const Name = z.string('Name the service account.').trim().min(1, 'Name the service account.').max(80, 'A name has at most 80 characters.');
const Description = z.string().trim().max(500, 'At most 500 characters.');
const RoleKey = z.string('Choose a role.').min(1, 'Choose a role.').max(100);

export const serviceAccountStatuses = ['active', 'deactivated'] as const;

export const ServiceAccount = z.object({
  id: z.uuid(),
  teamId: z.uuid(),
  teamName: z.string(),
  name: z.string(),
  description: z.string(),
  role: z.object({ key: z.string(), name: z.string() }),
  status: z.enum(serviceAccountStatuses),
  createdAt: z.iso.datetime(),
  createdBy: z.string().nullable(),
  /** Tokens in force. */
  tokens: z.int(),
  /** When any of its tokens was last used, to the minute. */
  lastUsedAt: z.iso.datetime().nullable(),
  version: z.int(),
});
export type ServiceAccount = z.output<typeof ServiceAccount>;

export const InTeam = z.strictObject({ teamId: z.uuid() });
export const One = z.strictObject({ id: z.uuid() });

export const NewServiceAccount = z.strictObject({
  teamId: z.uuid(),
  name: Name,
  description: Description.default(''),
  role: RoleKey,
});
export type NewServiceAccount = z.output<typeof NewServiceAccount>;

export const ServiceAccountEdit = z.strictObject({
  id: z.uuid(),
  /** The version that was seen: another means that somebody else changed it meanwhile. */
  version: z.int(),
  name: Name.optional(),
  description: Description.optional(),
  role: RoleKey.optional(),
});
export type ServiceAccountEdit = z.output<typeof ServiceAccountEdit>;

export const NewServiceToken = NewToken.extend({ id: z.uuid() });
export type NewServiceToken = z.output<typeof NewServiceToken>;

export const TokenOfService = z.strictObject({ id: z.uuid(), tokenId: z.uuid() });
export const ServiceRotation = Rotation.extend({ tokenId: z.uuid() });

export const ActivityInput = z.strictObject({ id: z.uuid(), after: z.string().max(200).optional() });

/** What was done to it and to its tokens; what it did itself stands in the audit log. */
export const ServiceActivity = z.object({
  entries: z.array(
    z.object({
      id: z.uuid(),
      at: z.iso.datetime(),
      event: z.string(),
      actorName: z.string().nullable(),
      before: z.record(z.string(), z.unknown()).nullable(),
      after: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  /** Of the roles whose keys stand in the entries. */
  names: z.record(z.string(), z.string()),
  next: z.string().nullable(),
});
export type ServiceActivity = z.output<typeof ServiceActivity>;
