/** The SQL that comments share: who sees a review. */
import { findBuiltInRole, organisationRoles, teamRoles } from '#lib/access/permissions.ts';
import { Prisma } from '#prisma/generated/client.ts';

const builtIn = [...organisationRoles, ...teamRoles].filter((key) => findBuiltInRole(key)?.permissions.includes('asset.read'));
const reads = Prisma.sql`(r.key = ANY (${builtIn}) OR (NOT r.built_in AND 'asset.read' = ANY (r.permissions)))`;

/** Does the user `u` see what belongs to this team? */
export const sees = (teamId: string) => Prisma.sql`(u.status = 'active' AND (
  EXISTS (SELECT FROM roles r WHERE r.key = u.org_role AND ${reads})
  OR EXISTS (SELECT FROM memberships m JOIN roles r ON r.key = m.role
    WHERE m.user_id = u.id AND m.team_id = ${teamId}::uuid AND (m.expires_at IS NULL OR m.expires_at > now()) AND ${reads})))`;
