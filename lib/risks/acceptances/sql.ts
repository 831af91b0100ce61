/** The SQL that queries about acceptances share: how they are read, and who decides. */
import { findBuiltInRole, organisationRoles, type Permission, teamRoles } from '#lib/access/permissions.ts';
import { type Actor, teamsWith } from '#lib/access/policy.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** An acceptance with its risk (`r`), its asset as the reader may see it (`a`) and its threat (`t`). */
export const joined = Prisma.sql`acceptances c JOIN risks r ON r.id = c.risk_id JOIN asset_list a ON a.id = c.asset_id JOIN threats t ON t.key = r.threat`;

/** How an acceptance stands at a moment, as rules' `stateAt` says. */
export const stateSql = (at: Date) =>
  Prisma.sql`(CASE WHEN c.status IN ('requested', 'granted') AND c.until <= ${at} THEN 'ended' ELSE c.status END)`;

/** Does it wait for a decision that this actor may take? As policy's `hindranceToDecide` says. */
export function decidableBy(actor: Actor, at: Date): Prisma.Sql {
  const teams = teamsWith(actor, 'acceptance.decide');
  const there = teams === 'every' ? Prisma.sql`true` : Prisma.sql`c.team_id = ANY (${teams}::uuid[])`;
  const me = Prisma.sql`${actor.id}::uuid`;
  return Prisma.sql`(c.status = 'requested' AND c.until > ${at} AND ${there} AND c.requested_by <> ${me}
    AND a.owner_id IS DISTINCT FROM ${me} AND r.owner_id IS DISTINCT FROM ${me} AND ${me} <> ALL (c.owners))`;
}

/** Does the role `r` give a right that is not cut by kind? */
function gives(right: Permission): Prisma.Sql {
  const builtIn = [...organisationRoles, ...teamRoles].filter((key) => findBuiltInRole(key)?.permissions.includes(right));
  return Prisma.sql`(r.key = ANY (${builtIn}) OR (NOT r.built_in AND ${right} = ANY (r.permissions)))`;
}

/** Active people with the right to decide in a team — on acceptances, or another that is not cut by kind —, by name; whatever keeps them from a certain decision is policy's to say. */
export const withTheRight = (teamId: string, right: Permission = 'acceptance.decide') => Prisma.sql`
  SELECT u.id, u.name FROM users u WHERE u.status = 'active' AND (
    EXISTS (SELECT FROM roles r WHERE r.key = u.org_role AND ${gives(right)})
    OR EXISTS (SELECT FROM memberships m JOIN roles r ON r.key = m.role
      WHERE m.user_id = u.id AND m.team_id = ${teamId}::uuid AND (m.expires_at IS NULL OR m.expires_at > now()) AND ${gives(right)}))
  ORDER BY lower(u.name), u.id`;
