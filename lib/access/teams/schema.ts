/** Teams: who owns what. A person sees the teams they belong to; some roles see all. */
import { z } from 'zod';
import { kinds } from '../kinds.ts';
import { permissionNames } from '../permissions.ts';
import { RoleName } from '../users/schema.ts';

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
