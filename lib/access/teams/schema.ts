/** Teams: who owns what. A person sees the teams they belong to; some roles see all. */
import { z } from 'zod';
import { splitValues } from '#lib/platform/values.ts';
import { kinds } from '../kinds.ts';
import { permissionNames } from '../permissions.ts';
import { RoleName } from '../users/schema.ts';
import { teamSorts, teamStates } from './rules.ts';

export const Team = z.object({
  id: z.uuid(),
  key: z.string(),
  name: z.string(),
  /** The caller's role in it; null where they see it by a role in the organisation. */
  role: RoleName.nullable(),
  /** What the caller may do in it, and to assets of which kinds. */
  may: z.array(z.object({ permission: z.enum(permissionNames), kinds: z.array(z.enum(kinds)) })),
});
export type Team = z.output<typeof Team>;

const TeamName = z
  .string('Give the team a name.')
  .trim()
  .min(1, 'Give the team a name.')
  .max(80, 'A name has at most 80 characters.')
  .regex(/^[^\p{Cc}]*$/u, 'A name has no line breaks or control characters.');

const TeamKey = z
  .string()
  .trim()
  .max(60, 'A key has at most 60 characters.')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Small letters and digits, joined by hyphens.');

export const NewTeam = z.strictObject({
  name: TeamName,
  /** Stays for good, for links and files; made of the name when left out. */
  key: TeamKey.optional(),
});
export type NewTeam = z.output<typeof NewTeam>;

const version = z.number().int().min(1);
export const TeamEdit = z.strictObject({ id: z.uuid(), version, name: TeamName });
export type TeamEdit = z.output<typeof TeamEdit>;

export const TeamArchive = z.strictObject({
  id: z.uuid(),
  version,
  /** The team that gets the active assets; without it a team that has any is not archived. */
  moveTo: z.uuid().optional(),
});
export type TeamArchive = z.output<typeof TeamArchive>;

export const TeamTurn = z.strictObject({ id: z.uuid(), version });
export type TeamTurn = z.output<typeof TeamTurn>;

export const TeamFilter = z.strictObject({
  q: z.string().trim().max(100).optional(),
  /** Active ones alone when left out. */
  state: z
    .string()
    .max(100)
    .transform(splitValues)
    .pipe(z.array(z.enum(teamStates)))
    .optional(),
});
export type TeamFilter = z.output<typeof TeamFilter>;

export const TeamListInput = TeamFilter.extend({
  sort: z.enum(teamSorts).default('name'),
  after: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type TeamListInput = z.output<typeof TeamListInput>;

export const TeamRow = z.object({
  id: z.uuid(),
  key: z.string(),
  name: z.string(),
  /** The caller's role in it. */
  role: z.string().nullable(),
  members: z.number().int(),
  /** The names of up to three who lead it. */
  leads: z.array(z.string()),
  /** Active ones; null where the caller may not see them. */
  assets: z.number().int().nullable(),
  archivedAt: z.string().nullable(),
  createdAt: z.string(),
});
export type TeamRow = z.output<typeof TeamRow>;

export const TeamPage = z.object({ rows: z.array(TeamRow), next: z.string().nullable(), previous: z.string().nullable() });
export type TeamPage = z.output<typeof TeamPage>;

export const TeamDetail = TeamRow.extend({
  version,
  may: z.object({
    manage: z.boolean(),
    members: z.boolean(),
    explain: z.boolean(),
    services: z.boolean(),
    moveAssets: z.boolean(),
  }),
});
export type TeamDetail = z.output<typeof TeamDetail>;

export const NamedTeam = z.object({ id: z.uuid(), name: z.string() });
export const TeamSearch = z.strictObject({ q: z.string().trim().max(100).default('') });
